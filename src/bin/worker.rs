//! The worker binary: hosts the engine beside the page.

#[path = "../worker/shell.rs"]
mod shell;

fn main() {
    wasm_bindgen_futures::spawn_local(shell::serve());
}
