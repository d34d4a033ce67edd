//! Closures of one shape, kept without knowing more of them.
//!
//! `dyn Fn` would do, but in its table stand three functions for every closure: a copy of it that may be called once,
//! one that may change, and the one that is called.

/// What can be called.
pub trait Call<I, O> {
    /// Call it.
    fn call(&self, input: I) -> O;
}

struct Called<F>(F);

impl<I, O, F: Fn(I) -> O> Call<I, O> for Called<F> {
    fn call(&self, input: I) -> O {
        (self.0)(input)
    }
}

/// A closure as what can be called.
pub fn called<I, O>(call: impl Fn(I) -> O + Send + 'static) -> Box<dyn Call<I, O> + Send> {
    Box::new(Called(call))
}

/// The same for the graph, which may be asked from anywhere.
pub fn called_anywhere<I, O>(
    call: impl Fn(I) -> O + Send + Sync + 'static,
) -> Box<dyn Call<I, O> + Send + Sync> {
    Box::new(Called(call))
}

/// The same for the page's own thread.
pub fn called_here<I, O>(call: impl Fn(I) -> O + 'static) -> Box<dyn Call<I, O>> {
    Box::new(Called(call))
}
