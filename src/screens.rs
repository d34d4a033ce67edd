//! The screens, one file each.

mod app;
mod customer;
mod customers;
mod frame;
mod help;
mod keyboard;
mod log;
mod member;
mod onboarding;
mod settings;
mod sheets;
mod task;
mod tasks;
mod team;
mod thread;
mod today;

pub use app::App;
pub use sheets::SheetKind;
