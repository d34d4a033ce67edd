//! What the page asks of the browser itself.

use domain::{Now, Timestamp};
use leptos::prelude::*;
use std::borrow::Cow;
use wasm_bindgen::{JsCast, JsValue};

/// The browser's clock: the moment, the civil day and the offset where the person is.
pub fn now() -> Now {
    let date = js_sys::Date::new_0();
    let at = Timestamp(date.get_time() as i64);
    let utc_offset_minutes = -date.get_timezone_offset() as i32;
    Now { at, today: domain::time::day_at(at, utc_offset_minutes), utc_offset_minutes }
}

/// The page's own address without what follows `#`: an invite's code is put behind it.
pub fn page_address() -> String {
    let location = window().location();
    let href = location.href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// The relay that most likely belongs to this page: same host, `ws` beside the page's file. Empty where the page
/// comes from no host.
pub fn own_relay_address() -> String {
    let location = window().location();
    let scheme = match location.protocol().as_deref() {
        Ok("https:") => "wss",
        Ok("http:") => "ws",
        _ => return String::new(),
    };
    let host = location.host().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{scheme}://{host}{folder}/ws")
}

/// Whether this is the browser inside WeChat, which throws stored data away.
pub fn is_wechat_browser() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("MicroMessenger"))
}

/// Copy text; `then` hears whether it worked. Plain http has no clipboard, only the old command.
pub fn copy_text(text: String, then: impl FnOnce(bool) + 'static) {
    let navigator: JsValue = window().navigator().into();
    let has_clipboard =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object());
    if !has_clipboard {
        then(copy_by_selection(&text));
        return;
    }
    let promise = window().navigator().clipboard().write_text(&text);
    leptos::task::spawn_local(async move {
        let copied = wasm_bindgen_futures::JsFuture::from(promise).await.is_ok();
        then(copied || copy_by_selection(&text));
    });
}

fn copy_by_selection(text: &str) -> bool {
    let Some(body) = document().body() else { return false };
    let copied = || -> Result<bool, JsValue> {
        let area: web_sys::HtmlTextAreaElement = document().create_element("textarea")?.dyn_into()?;
        area.set_value(text);
        area.set_class_name("unseen");
        // Inside an open dialog everything outside of it is inert, so the area goes into the dialog.
        let parent: web_sys::Node = match document().query_selector("dialog[open]")? {
            Some(dialog) => dialog.into(),
            None => body.into(),
        };
        parent.append_child(&area)?;
        area.select();
        let document: JsValue = document().into();
        let command: js_sys::Function = js_sys::Reflect::get(&document, &"execCommand".into())?.dyn_into()?;
        let copied = command.call1(&document, &"copy".into())?.is_truthy();
        area.remove();
        Ok(copied)
    };
    copied().unwrap_or(false)
}

/// Open the phone's share sheet with a text. Where there is none, copying stands beside it.
pub fn share_text(text: &str) {
    let navigator: JsValue = window().navigator().into();
    let share = || -> Result<(), JsValue> {
        let share: js_sys::Function = js_sys::Reflect::get(&navigator, &"share".into())?.dyn_into()?;
        let data = js_sys::Object::new();
        js_sys::Reflect::set(&data, &"text".into(), &text.into())?;
        let promise: js_sys::Promise = share.call1(&navigator, &data)?.dyn_into()?;
        // Closing the share sheet rejects the promise: nothing happened, and nothing needs to be said.
        leptos::task::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
        Ok(())
    };
    let _ = share();
}

/// Focus the first element that matches, once it has been drawn.
pub fn focus_when_drawn(selector: impl Into<Cow<'static, str>>) {
    focus_in_next_frame(selector.into());
}

fn focus_in_next_frame(selector: Cow<'static, str>) {
    request_animation_frame(move || {
        if let Ok(Some(element)) = document().query_selector(&selector)
            && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
        {
            // An element that cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
}
