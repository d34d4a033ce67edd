//! What an element's attributes hold: a text, its absence, or what follows from other values.

use crate::live::{Call, Live, called};
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::borrow::Cow;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// The text of an attribute now; `None`: it is absent.
pub type Now = Option<Cow<'static, str>>;

/// What an attribute holds.
pub enum Attribute {
    /// Always the same.
    Fixed(Now),
    /// Follows from other values.
    Follows(Box<dyn Call<(), Now> + Send>),
}

/// What can stand behind `name=` in markup.
pub trait IntoAttribute {
    /// As an attribute.
    fn into_attribute(self) -> Attribute;
}

/// What a closure behind `name=` may give.
pub trait IntoNow {
    /// The text now.
    fn into_now(self) -> Now;
}

macro_rules! texts {
    ($($type:ty: $value:ident => $now:expr;)*) => {
        $(
            impl IntoNow for $type {
                fn into_now(self) -> Now {
                    let $value = self;
                    $now
                }
            }

            impl IntoAttribute for $type {
                fn into_attribute(self) -> Attribute {
                    Attribute::Fixed(self.into_now())
                }
            }
        )*
    };
}

texts! {
    &'static str: text => Some(Cow::Borrowed(text));
    String: text => Some(Cow::Owned(text));
    Cow<'static, str>: text => Some(text);
    bool: is_there => is_there.then_some(Cow::Borrowed(""));
    Option<&'static str>: text => text.map(Cow::Borrowed);
    Option<String>: text => text.map(Cow::Owned);
    i32: number => Some(Cow::Owned(number.to_string()));
    u32: number => Some(Cow::Owned(number.to_string()));
}

impl<F, T> IntoAttribute for F
where
    F: Fn() -> T + Send + 'static,
    T: IntoNow,
{
    fn into_attribute(self) -> Attribute {
        Attribute::Follows(called(move |()| self().into_now()))
    }
}

impl IntoAttribute for SharedReactiveFunction<String> {
    fn into_attribute(self) -> Attribute {
        Attribute::Follows(called(move |()| {
            let mut say = self.lock().ok()?;
            Some(Cow::Owned(say()))
        }))
    }
}

impl IntoAttribute for Live<String> {
    fn into_attribute(self) -> Attribute {
        Attribute::Follows(called(move |()| Some(Cow::Owned(self.get()))))
    }
}

/// Put the text of an attribute into the document. A name may begin with `prop:` (a property of the element), `class:`
/// (one class, there or not) or `style:` (one style).
pub fn put(element: &Element, name: &'static str, now: &Now) {
    let text = now.as_deref();
    if let Some(property) = name.strip_prefix("prop:") {
        let value = if property == "checked" {
            JsValue::from_bool(text.is_some())
        } else {
            JsValue::from_str(text.unwrap_or_default())
        };
        let _ = js_sys::Reflect::set(element, &property.into(), &value);
    } else if let Some(class) = name.strip_prefix("class:") {
        let _ = element.class_list().toggle_with_force(class, text.is_some());
    } else if let Some(style) = name.strip_prefix("style:") {
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            let _ = element.style().set_property(style, text.unwrap_or_default());
        }
    } else {
        let _ = match text {
            Some(text) => element.set_attribute(name, text),
            None => element.remove_attribute(name),
        };
    }
}
