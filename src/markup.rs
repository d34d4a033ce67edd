//! Elements that all have one type, for [`view!`](markup::view).

mod attribute;
mod element;
mod rows;

pub use attribute::IntoAttribute;
pub use element::El;
pub use rows::{DrawRow, Rows};

/// What Leptos wants to know of a view beside how it is drawn in the browser, where this page alone is drawn.
macro_rules! browser_only {
    ($view:ty) => {
        impl AddAnyAttr for $view {
            type Output<A: LeptosAttribute> = Self;

            fn add_any_attr<A: LeptosAttribute>(self, _attribute: A) -> Self::Output<A>
            where
                Self::Output<A>: RenderHtml,
            {
                self
            }
        }

        impl RenderHtml for $view {
            type AsyncOutput = Self;
            type Owned = Self;
            const MIN_LENGTH: usize = 0;

            fn dry_resolve(&mut self) {}

            async fn resolve(self) -> Self {
                self
            }

            fn to_html_with_buf(
                self,
                _buffer: &mut String,
                _position: &mut Position,
                _escape: bool,
                _mark_branches: bool,
                _extra: Vec<AnyAttribute>,
            ) {
            }

            fn hydrate<const FROM_SERVER: bool>(
                self,
                _cursor: &Cursor,
                _position: &PositionState,
            ) -> Self::State {
                self.build()
            }

            fn into_owned(self) -> Self {
                self
            }
        }
    };
}
use browser_only;
