//! Values that change over time. The graph holds them without knowing their type.

use super::call::{Call, called_anywhere, called_here};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value of any type, as the graph holds it.
type Held = Arc<dyn Any + Send + Sync>;

type Compute = Box<dyn Call<Option<Held>, (Held, bool)> + Send + Sync>;

fn as_type<T: 'static>(held: &Held) -> &T {
    held.downcast_ref().expect("a value is read as the type it was put in as")
}

/// A value that follows from others: computed when they change, told on when it differs. Copied freely.
pub struct Live<T> {
    node: Signal<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T: PartialEq + Send + Sync + 'static> Live<T> {
    /// Computed from what `compute` reads.
    pub fn new(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::following(move |_| compute())
    }

    /// The same, given what it was before.
    pub fn following(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let node = computed(called_anywhere(move |before: Option<Held>| {
            let before = before.as_ref().map(as_type::<T>);
            let now = compute(before);
            let differs = before != Some(&now);
            (Arc::new(now) as Held, differs)
        }));
        Self { node, of: PhantomData }
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Live<T> {
    /// What `find` finds, and what it found last once it finds nothing more; `None` when there is nothing to begin
    /// with.
    pub fn kept(find: impl Fn() -> Option<T> + Send + Sync + 'static) -> Option<Self> {
        let first = untrack(&find)?;
        Some(Self::following(move |before| {
            find().or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        }))
    }
}

impl<T: 'static> Live<T> {
    /// Read it here; what reads it runs again when it changes.
    ///
    /// A part of a screen that reads a value and what that value follows from reads the latter first. In the other order
    /// it misses changes that leave the value as it was: `reactive_graph` (0.2) looks at sources in the order in which
    /// they were read, and does not tell who is looking.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(as_type(&held(self.node)))
    }

    /// Read it this once.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(as_type(&held_untracked(self.node)))
    }

    /// A copy; what asks for it runs again when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy, this once.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Run again when it changes.
    pub fn track(self) {
        drop(held(self.node));
    }
}

impl IntoRender for Live<String> {
    type Output = SharedReactiveFunction<String>;

    fn into_render(self) -> Self::Output {
        super::live_text(move || self.get())
    }
}

impl<T> From<State<T>> for Live<T> {
    fn from(state: State<T>) -> Self {
        Self { node: state.node.into(), of: PhantomData }
    }
}

impl<T: Send + Sync + 'static> From<T> for Live<T> {
    fn from(value: T) -> Self {
        State::new(value).into()
    }
}

/// A value that is set. Copied freely.
pub struct State<T> {
    node: RwSignal<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: Send + Sync + 'static> State<T> {
    /// With a first value.
    pub fn new(value: T) -> Self {
        Self { node: state(Arc::new(value)), of: PhantomData }
    }

    /// Set it, and tell who reads it.
    pub fn set(self, value: T) {
        // Whoever owned it is gone, and so is everybody who reads it.
        let _ = self.try_set(value);
    }

    /// Set it; gives the value back when there is nobody left who could read it.
    pub fn try_set(self, value: T) -> Option<Held> {
        try_set(self.node, Arc::new(value))
    }

    /// Set it, and tell who reads it only when it differs.
    pub fn set_if_changed(self, value: T)
    where
        T: PartialEq,
    {
        if self.with_untracked(|now| *now != value) {
            self.set(value);
        }
    }

    /// Change it, and tell who reads it.
    pub fn update(self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// Read it here; what reads it runs again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        Live::<T>::from(self).with(read)
    }

    /// Read it this once.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        Live::<T>::from(self).with_untracked(read)
    }

    /// A copy; what asks for it runs again when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy, this once.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Run again when it changes.
    pub fn track(self) {
        Live::<T>::from(self).track();
    }
}

impl<T> State<T> {
    /// The same state, its type forgotten or known again: code that only keeps states needs no copy for each type.
    pub fn retyped<U>(self) -> State<U> {
        State { node: self.node, of: PhantomData }
    }
}

impl<T: Send + Sync + 'static> State<T> {
    /// Change it where it is, without a copy. `change` gives `None` when there was nothing to change, and nobody is
    /// told.
    pub fn change(self, change: impl FnOnce(&mut T) -> Option<()>) {
        let mut change = Some(change);
        change_held(self.node, &mut |held| {
            let value = Arc::get_mut(held).and_then(|value| value.downcast_mut());
            value.zip(change.take()).and_then(|(value, change)| change(value)).is_some()
        });
    }
}

/// Do something now, and again whenever what it reads changes.
pub fn follow(act: impl Fn() + 'static) {
    run(called_here(move |()| act()));
}

// One copy of the graph's code each, instead of one in every place that asks for it.

#[inline(never)]
fn computed(compute: Compute) -> Signal<Held> {
    Memo::new_owning(move |before| compute.call(before)).into()
}

#[inline(never)]
fn state(value: Held) -> RwSignal<Held> {
    RwSignal::new(value)
}

#[inline(never)]
fn held(node: Signal<Held>) -> Held {
    node.get()
}

#[inline(never)]
fn held_untracked(node: Signal<Held>) -> Held {
    node.get_untracked()
}

#[inline(never)]
fn try_set(node: RwSignal<Held>, value: Held) -> Option<Held> {
    node.try_set(value)
}

#[inline(never)]
fn change_held(node: RwSignal<Held>, change: &mut dyn FnMut(&mut Held) -> bool) {
    node.maybe_update(change);
}

#[inline(never)]
fn run(act: Box<dyn Call<(), ()>>) {
    Effect::new(move |_| act.call(()));
}
