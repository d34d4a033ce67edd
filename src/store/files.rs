//! Files between the browser and the page: chosen, saved, sent.

use contract::File;
use domain::Timestamp;
use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlAnchorElement, HtmlInputElement};

const LAST_BACKUP: &str = "tongzhou.backup";

/// Hears the files that were read: name and content of each.
type ThenFiles = Box<dyn FnOnce(Vec<(String, File)>)>;

/// Read the files that were chosen in an input; `then` gets name and content of each. A file that cannot be read any
/// more (a card was pulled out) is left out.
pub fn read_chosen(input: &HtmlInputElement, then: ThenFiles) {
    let chosen = input.files();
    leptos::task::spawn_local(async move {
        let mut read = Vec::new();
        let count = chosen.as_ref().map_or(0, web_sys::FileList::length);
        for file in (0..count).filter_map(|at| chosen.as_ref()?.get(at)) {
            if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
                read.push((file.name(), File(Uint8Array::new(&buffer).to_vec())));
            }
        }
        then(read);
    });
}

/// A file as the browser knows it.
fn browser_file(name: &str, file: &File) -> Option<web_sys::File> {
    let parts = Array::of1(&Uint8Array::from(file.0.as_slice()));
    let options = web_sys::FilePropertyBag::new();
    options.set_type("application/octet-stream");
    web_sys::File::new_with_u8_array_sequence_and_options(&parts, name, &options).ok()
}

/// Save a file where the browser saves downloads.
pub fn save_file(name: &str, file: &File) {
    let save = || -> Result<(), JsValue> {
        let Some(file) = browser_file(name, file) else { return Ok(()) };
        let address = web_sys::Url::create_object_url_with_blob(&file)?;
        let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // The browser has begun to read it by then.
        set_timeout(
            move || drop(web_sys::Url::revoke_object_url(&address)),
            std::time::Duration::from_secs(60),
        );
        Ok(())
    };
    // A browser that saves no files says so itself.
    let _ = save();
}

/// What the share sheet is given, where there is one that takes such a file.
fn share_data(name: &str, file: &File) -> Option<(JsValue, js_sys::Object)> {
    let navigator: JsValue = window().navigator().into();
    let data = js_sys::Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(&browser_file(name, file)?.into())).ok()?;
    let can: js_sys::Function = Reflect::get(&navigator, &"canShare".into()).ok()?.dyn_into().ok()?;
    can.call1(&navigator, &data).ok()?.is_truthy().then_some((navigator, data))
}

/// Whether there is a share sheet that takes such a file.
pub fn can_send(name: &str, file: &File) -> bool {
    share_data(name, file).is_some()
}

/// Open the share sheet with a file; `then` hears that it was sent.
pub fn send_file(name: &str, file: &File, then: fn()) {
    let promise = share_data(name, file).and_then(|(navigator, data)| {
        let share: js_sys::Function = Reflect::get(&navigator, &"share".into()).ok()?.dyn_into().ok()?;
        share.call1(&navigator, &data).ok()?.dyn_into::<js_sys::Promise>().ok()
    });
    let Some(promise) = promise else { return };
    leptos::task::spawn_local(async move {
        // Closing the share sheet rejects the promise.
        if JsFuture::from(promise).await.is_ok() {
            then();
        }
    });
}

/// When a backup was last taken away from this device.
pub fn last_backup() -> Option<Timestamp> {
    let text = window().local_storage().ok()??.get_item(LAST_BACKUP).ok()??;
    text.parse().ok().map(Timestamp)
}

/// A backup was taken away just now.
pub fn backup_taken() {
    if let Ok(Some(kept)) = window().local_storage() {
        // Where the browser keeps nothing the reminder comes once more.
        let _ = kept.set_item(LAST_BACKUP, &super::now().at.0.to_string());
    }
}

/// There is another team, or none.
pub fn forget_backup() {
    if let Ok(Some(kept)) = window().local_storage() {
        let _ = kept.remove_item(LAST_BACKUP);
    }
}
