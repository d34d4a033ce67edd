//! Why something was not done, where it was asked for.

use crate::live::{LivePart, State, live_if};
use crate::store::Page;
use ::markup::view;
use contract::Refusal;

/// The refusal in words; absent while there is none.
pub fn refusal_note(page: Page, refusal: State<Option<Refusal>>) -> LivePart {
    let language = page.language();
    live_if(move || {
        refusal.get().map(|refusal| {
            view! { <p class="note late" role="alert">{language::fault::refusal(language, &refusal)}</p> }
        })
    })
}
