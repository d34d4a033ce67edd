//! A file that was made for the person: to be saved or sent, each by a tap of its own, as browsers demand.

use super::{Icon, Picture};
use crate::store::{Page, Toast, can_send, save_file, send_file};
use ::markup::view;
use contract::File;
use language::words::files;
use leptos::prelude::*;

/// A file with what can be done with it. `on_taken` hears that it left.
pub fn take_away(page: Page, name: String, file: File, on_taken: fn()) -> AnyView {
    let language = page.language();
    let size = language::file::size(file.0.len());
    let sends = can_send(&name, &file);
    let what = StoredValue::new_local((name.clone(), file));
    let save = move |_| {
        what.with_value(|(name, file)| save_file(name, file));
        page.toasts.show(Toast::new(files::FILE_SAVED.say(language)));
        on_taken();
    };
    let send = move |_| what.with_value(|(name, file)| send_file(name, file, on_taken));
    view! {
        <p class="link-box" data-file="">{name} " · " {size}</p>
        <div class="foot">
            {sends.then(|| view! {
                <button type="button" class="button primary" on:click=send><Icon picture=Picture::Share /> {files::SEND_FILE.say(language)}</button>
            })}
            <button type="button" class=if sends { "button" } else { "button primary" } on:click=save>{files::SAVE_FILE.say(language)}</button>
        </div>
    }
    .into_any()
}
