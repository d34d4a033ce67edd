//! The parts every screen is made of.

mod avatar;
mod board;
mod chip;
mod copy_button;
mod empty;
mod form;
mod icon;
mod live_rows;
mod member_select;
mod record_picker;
mod search_field;
mod segments;
mod sheet;
mod sync_line;
mod toast_area;
mod virtual_list;

pub use avatar::{Avatar, AvatarSize};
pub use board::{Board, BoardColumn};
pub use chip::{Chip, Tone};
pub use copy_button::CopyButton;
pub use empty::Empty;
pub use form::{DateField, RecordForm, read_day};
pub use icon::{Icon, IconSprite, Picture};
pub use live_rows::LiveRows;
pub use record_picker::RecordPicker;
pub use search_field::SearchField;
pub use segments::Segments;
pub use sheet::Sheet;
pub use sync_line::{StorageFaultLine, SyncLine};
pub use toast_area::ToastArea;
pub use virtual_list::{ListWindow, TWO_LINES, VirtualList, long_list};
