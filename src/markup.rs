//! Elements that all have one type, for [`view!`](markup::view).

mod attribute;
mod element;
mod rows;

pub use attribute::IntoAttribute;
pub use element::El;
pub use rows::{DrawRow, Rows};

/// What Leptos wants to know of a view beside how it is drawn in the browser, where this page alone is drawn.
macro_rules! browser_only {
    ($view:ty) => {
        impl leptos::tachys::view::add_attr::AddAnyAttr for $view {
            type Output<A: leptos::tachys::html::attribute::Attribute> = Self;

            fn add_any_attr<A: leptos::tachys::html::attribute::Attribute>(
                self,
                _attribute: A,
            ) -> Self::Output<A>
            where
                Self::Output<A>: leptos::tachys::view::RenderHtml,
            {
                self
            }
        }

        impl leptos::tachys::view::RenderHtml for $view {
            type AsyncOutput = Self;
            type Owned = Self;
            const MIN_LENGTH: usize = 0;

            fn dry_resolve(&mut self) {}

            async fn resolve(self) -> Self {
                self
            }

            fn to_html_with_buf(
                self,
                _buffer: &mut String,
                _position: &mut leptos::tachys::view::Position,
                _escape: bool,
                _mark_branches: bool,
                _extra: Vec<leptos::tachys::html::attribute::any_attribute::AnyAttribute>,
            ) {
            }

            fn hydrate<const FROM_SERVER: bool>(
                self,
                _cursor: &leptos::tachys::hydration::Cursor,
                _position: &leptos::tachys::view::PositionState,
            ) -> <Self as leptos::tachys::view::Render>::State {
                leptos::tachys::view::Render::build(self)
            }

            fn into_owned(self) -> Self {
                self
            }
        }
    };
}
use browser_only;
