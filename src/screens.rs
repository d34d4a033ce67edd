//! The screens, one file each.

mod app;
mod customer;
mod customers;
mod frame;
mod keyboard;
mod log;
mod member;
mod onboarding;
mod settings;
mod sheets;
mod team;
mod today;

pub use app::App;
pub use sheets::SheetKind;
