//! One element with its attributes, listeners and children.

use super::attribute::{Attribute, Now, put};
use super::browser_only;
use crate::live::{Call, called_here};
use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::graph::{Subscriber, ToAnySubscriber};
use leptos::tachys::html::element::ElementType;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Render};
use send_wrapper::SendWrapper;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Node, Text};

type Handler = Box<dyn Call<Event, ()>>;
type OnBuilt = Box<dyn FnOnce(&Element)>;

/// An element of any tag.
pub struct El {
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    attributes: Vec<(&'static str, Attribute)>,
    own: SendWrapper<Own>,
    children: Vec<Child>,
}

/// What stays in the page's one thread.
struct Own {
    listeners: Vec<(String, Handler)>,
    on_built: Vec<OnBuilt>,
}

enum Child {
    Text(&'static str),
    Element(El),
    View(AnyView),
}

impl El {
    /// With the attributes that never change, and nothing in it yet.
    #[inline(never)]
    pub fn new(tag: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Self {
        let own = SendWrapper::new(Own { listeners: Vec::new(), on_built: Vec::new() });
        Self { tag, fixed, attributes: Vec::new(), own, children: Vec::new() }
    }

    /// Add an attribute.
    #[inline(never)]
    pub fn attribute(&mut self, name: &'static str, attribute: Attribute) {
        self.attributes.push((name, attribute));
    }

    /// Add a text that never changes.
    #[inline(never)]
    pub fn text(&mut self, text: &'static str) {
        self.children.push(Child::Text(text));
    }

    /// Add an element.
    #[inline(never)]
    pub fn element(&mut self, element: El) {
        self.children.push(Child::Element(element));
    }

    /// Add whatever Leptos draws.
    pub fn view<V: IntoRender<Output: IntoAny>>(&mut self, view: V) {
        self.any(view.into_render().into_any());
    }

    #[inline(never)]
    fn any(&mut self, view: AnyView) {
        self.children.push(Child::View(view));
    }

    /// Hear an event.
    pub fn listen<D: EventDescriptor>(&mut self, event: D, hear: impl Fn(D::EventType) + 'static)
    where
        D::EventType: JsCast,
    {
        let name = event.name().into_owned();
        self.hear(name, called_here(move |event: Event| hear(event.unchecked_into())));
    }

    #[inline(never)]
    fn hear(&mut self, name: String, handler: Handler) {
        self.own.listeners.push((name, handler));
    }

    /// Let the reference know the element.
    pub fn known_as<E>(&mut self, node: NodeRef<E>)
    where
        E: ElementType + 'static,
        E::Output: JsCast + Clone + 'static,
    {
        self.own.on_built.push(Box::new(move |element| {
            leptos::tachys::html::node_ref::NodeRefContainer::<E>::load(node, element);
        }));
    }
}

/// An element in the document.
pub struct ElState {
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    element: Element,
    attributes: Vec<(&'static str, AttributeState)>,
    following: Option<Following>,
    listeners: Vec<Listener>,
    children: Vec<ChildState>,
}

enum AttributeState {
    Fixed(Now),
    Follows,
}

struct Listener {
    name: String,
    handler: Rc<RefCell<Handler>>,
    element: Element,
    closure: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    /// Removing an element can itself send events (focus, close); nobody is left to hear them.
    fn drop(&mut self) {
        let hears = self.closure.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(&self.name, hears);
    }
}

enum ChildState {
    Text { node: Text, text: &'static str },
    Element(ElState),
    View(AnyViewState),
}

/// What keeps attributes up to date.
struct Following(RenderEffect<()>);

impl Drop for Following {
    /// What they read forgets them: a list that is scrolled would else be remembered row by row.
    fn drop(&mut self) {
        let reader = self.0.to_any_subscriber();
        reader.clear_sources(&reader);
    }
}

/// An attribute that follows from other values.
type Follower = (&'static str, Box<dyn Call<(), Now> + Send>);

/// One effect for all of an element's attributes: effects are what a long list spends its time on. What has not changed
/// is not put again, so that what a person types stays when another attribute changes. `is_new`: none is there yet.
fn follow(element: &Element, attributes: Vec<Follower>, is_new: bool) -> Option<Following> {
    if attributes.is_empty() {
        return None;
    }
    let element = element.clone();
    let mut shown: Vec<Option<Now>> = vec![is_new.then_some(None); attributes.len()];
    Some(Following(RenderEffect::new(move |_| {
        for ((name, now), shown) in attributes.iter().zip(&mut shown) {
            let now = Some(now.call(()));
            if *shown != now {
                put(&element, name, now.as_ref().unwrap_or(&None));
                *shown = now;
            }
        }
    })))
}

fn listen(element: &Element, name: String, handler: Handler) -> Listener {
    let handler = Rc::new(RefCell::new(handler));
    let heard = handler.clone();
    let closure = Closure::<dyn Fn(Event)>::new(move |event| {
        // A handler that leads to its own event (a click that clicks) is not called again meanwhile.
        if let Ok(handler) = heard.try_borrow_mut() {
            handler.call(event);
        }
    });
    let _ = element.add_event_listener_with_callback(&name, closure.as_ref().unchecked_ref());
    Listener { name, handler, element: element.clone(), closure }
}

impl Child {
    fn build(self) -> ChildState {
        match self {
            Self::Text(text) => ChildState::Text { node: document().create_text_node(text), text },
            Self::Element(element) => ChildState::Element(element.build()),
            Self::View(view) => ChildState::View(view.build()),
        }
    }

    fn rebuild(self, state: &mut ChildState) {
        match (self, &mut *state) {
            (Self::Text(new), ChildState::Text { node, text }) => {
                if new != *text {
                    node.set_data(new);
                    *text = new;
                }
            }
            (Self::Element(element), ChildState::Element(state)) => element.rebuild(state),
            (Self::View(view), ChildState::View(state)) => view.rebuild(state),
            (child, state) => {
                let mut new = child.build();
                state.insert_before_this(new.as_mountable());
                state.as_mountable().unmount();
                *state = new;
            }
        }
    }
}

impl ChildState {
    fn as_mountable(&mut self) -> &mut dyn Mountable {
        match self {
            Self::Text { node, .. } => node,
            Self::Element(state) => state,
            Self::View(state) => state,
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Text { node, .. } => node.insert_before_this(child),
            Self::Element(state) => state.insert_before_this(child),
            Self::View(state) => state.insert_before_this(child),
        }
    }
}

impl Render for El {
    type State = ElState;

    #[inline(never)]
    fn build(self) -> ElState {
        let element = document().create_element(self.tag).unwrap_or_else(|_| JsValue::NULL.unchecked_into());
        let own = self.own.take();
        for (name, text) in self.fixed {
            put(&element, name, &Some(Cow::Borrowed(text)));
        }
        let mut following = Vec::new();
        let mut attributes = Vec::with_capacity(self.attributes.len());
        for (name, attribute) in self.attributes {
            let state = match attribute {
                Attribute::Fixed(now) => {
                    if now.is_some() {
                        put(&element, name, &now);
                    }
                    AttributeState::Fixed(now)
                }
                Attribute::Follows(now) => {
                    following.push((name, now));
                    AttributeState::Follows
                }
            };
            attributes.push((name, state));
        }
        let following = follow(&element, following, true);
        let listeners =
            own.listeners.into_iter().map(|(name, handler)| listen(&element, name, handler)).collect();
        let mut children: Vec<ChildState> = self.children.into_iter().map(Child::build).collect();
        for child in &mut children {
            child.as_mountable().mount(&element, None);
        }
        for on_built in own.on_built {
            on_built(&element);
        }
        ElState { tag: self.tag, fixed: self.fixed, element, attributes, following, listeners, children }
    }

    #[inline(never)]
    fn rebuild(self, state: &mut ElState) {
        let is_alike = self.tag == state.tag
            && self.fixed == state.fixed
            && self.attributes.len() == state.attributes.len()
            && self.attributes.iter().zip(&state.attributes).all(|(new, old)| new.0 == old.0)
            && self.own.listeners.len() == state.listeners.len()
            && self.own.listeners.iter().zip(&state.listeners).all(|(new, old)| new.0 == old.name)
            && self.own.on_built.is_empty();
        if !is_alike {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        let mut following = Vec::new();
        for ((name, new), (_, old)) in self.attributes.into_iter().zip(&mut state.attributes) {
            *old = match new {
                Attribute::Fixed(new) => {
                    if !matches!(old, AttributeState::Fixed(before) if new == *before) {
                        put(&state.element, name, &new);
                    }
                    AttributeState::Fixed(new)
                }
                Attribute::Follows(now) => {
                    following.push((name, now));
                    AttributeState::Follows
                }
            };
        }
        state.following = follow(&state.element, following, false);
        for ((_, handler), listener) in self.own.take().listeners.into_iter().zip(&state.listeners) {
            *listener.handler.borrow_mut() = handler;
        }
        let mut new = self.children.into_iter();
        let count = new.len();
        for child in state.children.drain(count.min(state.children.len())..) {
            let mut child = child;
            child.as_mountable().unmount();
        }
        for old in &mut state.children {
            if let Some(child) = new.next() {
                child.rebuild(old);
            }
        }
        for child in new {
            let mut child = child.build();
            child.as_mountable().mount(&state.element, None);
            state.children.push(child);
        }
    }
}

impl Mountable for ElState {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.element.parent_element() else { return false };
        child.mount(&parent, Some(&self.element));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

browser_only!(El);
