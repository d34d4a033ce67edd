//! `tz`: a headless peer of a team. It hosts the engine over a folder, for scripts, export and backup.
//!
//! Exit codes: 0 done · 1 refused · 2 wrong usage · 3 the relay cannot be reached · 4 storage.

mod arguments;
mod command;
mod fault;
mod find;
mod folder_store;
mod peer;
mod private_file;
mod screen;
mod system_clock;
mod traffic;
mod usage;
mod value;
mod web_socket_link;
mod words;

use screen::Screen;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match usage::read() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let screen = Screen::new(arguments.language(), arguments.json);
    let result = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => tokio::task::LocalSet::new().block_on(&runtime, command::run(&arguments, &screen)),
        Err(error) => Err(fault::Fault::Stopped(error.to_string())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            if let Some(sentence) = fault.say(screen.language) {
                screen.note(&sentence);
            }
            ExitCode::from(fault.exit_code())
        }
    }
}
