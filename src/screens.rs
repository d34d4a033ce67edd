//! The screens, one file each.

mod announcements;
mod app;
mod customer;
mod customers;
mod deal;
mod deals;
mod duties;
mod frame;
mod help;
mod keyboard;
mod list_bar;
mod log;
mod meetings;
mod member;
mod onboarding;
mod praise;
mod record_page;
mod second_tap;
mod settings;
mod sheets;
mod swipe;
mod task;
mod tasks;
mod team;
mod thread;
mod today;

pub use app::App;
use frame::place_of;
pub use sheets::SheetKind;
