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
use frame::place_of;
pub use sheets::SheetKind;
