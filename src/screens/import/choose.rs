//! Whose files, and which.

use super::Importing;
use crate::live::live_if;
use crate::store::read_chosen;
use ::markup::view;
use contract::import::PresetRow;
use language::words::files;
use leptos::ev;
use leptos::prelude::*;

/// The programs whose files can be read, each with its input.
pub(super) fn choose(importing: Importing) -> AnyView {
    let language = importing.page.language();
    let preset = move |preset: PresetRow| {
        let needed = preset.files.join(", ");
        let name = preset.name.clone();
        let changed = move |event: ev::Event| {
            let preset = preset.clone();
            read_chosen(&event_target(&event), Box::new(move |files| importing.read(preset, files)));
        };
        view! {
            <div class="field">
                <label class="label" for="import-files">{files::IMPORT_FROM.say(language)} " " {name}</label>
                <input class="input" type="file" id="import-files" multiple=true aria-describedby="import-needed" on:change=changed />
                <p class="small muted" id="import-needed" style="overflow-wrap:anywhere">{files::FILES_NEEDED.say(language)}{needed}</p>
            </div>
        }
    };
    view! {
        <p class="prose small muted">{files::IMPORT_HINT.say(language)}</p>
        {live_if(move || Some(importing.presets.get().into_iter().map(preset).collect_view()))}
    }
    .into_any()
}
