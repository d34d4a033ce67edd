//! Elements that all have one type, for [`view!`](markup::view).

mod attribute;
mod element;

pub use attribute::IntoAttribute;
pub use element::El;
