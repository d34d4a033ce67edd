//! The page of one record, beside its list on a desk, above it on a phone: what the pages of all kinds share.

mod history;
mod two_edits;

use super::sheets::SheetKind;
use super::thread::COMMENT_FIELD;
use crate::kit::{Icon, Picture, StorageFaultLine};
use crate::live::{Call, Live, follow, live, live_if, live_text};
use crate::store::{Page, Route, Slot, Target, focus_when_drawn};
use ::markup::view;
use contract::view::RecordDetail;
use contract::{Command, FieldWrite, Query};
use domain::RecordId;
use domain::record::{Fields, KindSpec, Mark, Value};
use history::history;
use language::{Language, label, sentence, words};
use leptos::prelude::*;
pub use two_edits::two_edits;

/// The record that is open, as every kind has it; empty until it has come.
pub type Open = Live<Option<RecordDetail>>;

/// Draws a part of a page.
pub type Draw = Box<dyn Call<(), AnyView> + Send>;

/// Draws a part of a page from what all kinds have.
pub type DrawOpen = Box<dyn Call<Open, AnyView> + Send>;

/// What the page of a kind says and shows beyond what all pages share.
pub struct Own {
    /// The kind's name.
    pub kind: &'static str,
    /// Whether what the kind's own query tells has come: there is such a record, there is none.
    pub is_here: Live<Option<bool>>,
    /// Beside the pencil, at the top.
    pub tools: Draw,
    /// Between the title and the history.
    pub body: DrawOpen,
    /// Beside the button that deletes it.
    pub last: Draw,
    /// Within reach of a thumb, while it is not deleted.
    pub actions: Draw,
}

/// The record itself, asked for while its page is open.
pub fn opened(page: Page, id: RecordId) -> Open {
    page.show(Slot::Open, Query::Record { id });
    Live::new(move || {
        page.state.open.with(|record| match &record.0 {
            Some(Some(detail)) if detail.id == id => Some((**detail).clone()),
            _ => None,
        })
    })
}

/// Goes to the page of a record, to its field for comments.
pub fn reply(page: Page, route: Route) {
    if page.route.get_untracked() == route {
        focus_when_drawn(COMMENT_FIELD);
        return;
    }
    page.replying.set_value(route.open.map(Target::id));
    route.go();
}

/// Writes one field as it was chosen from what stood there.
fn write_field(page: Page, id: RecordId, field: &str, value: &Option<Value>) {
    let fields = vec![FieldWrite { field: field.to_owned(), value: value.clone() }];
    page.run_undoable(
        Command::Edit { id, fields },
        words::SAVED.about(page.language(), &open_title(page, id)),
    );
}

/// The title of a record, while its page is open.
pub fn open_title(page: Page, id: RecordId) -> String {
    page.state.open.with_untracked(|record| match &record.0 {
        Some(Some(detail)) if detail.id == id => title_of(detail),
        _ => String::new(),
    })
}

/// The page of a record.
pub fn record_page(page: Page, id: RecordId, own: Own) -> AnyView {
    let language = page.language();
    let open = opened(page, id);
    let has = move |is: fn(&RecordDetail) -> bool| {
        Live::new(move || open.with(|open| open.as_ref().is_some_and(is)))
    };
    let is_deleted = has(|open| open.is_deleted);
    let may_edit = has(|open| open.may_edit && !open.is_deleted);
    let may_delete = has(|open| open.may_delete && !open.is_deleted);
    let Own { kind, is_here, .. } = own;
    let named = move || label::kind_label(language, kind);
    let is_drawn = Live::new(move || is_here.get() == Some(true) && open.with(Option::is_some));
    follow(move || {
        if is_drawn.get() {
            let is_replying = page.replying.get_value() == Some(id);
            page.replying.set_value(None);
            focus_when_drawn(if is_replying { COMMENT_FIELD } else { ".side h1" });
        }
    });
    let title = Live::new(move || open.with(|open| open.as_ref().map(title_of).unwrap_or_default()));
    let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind, id }));
    let tools = live_if(move || {
        may_edit.get().then(|| {
            view! {
                <button type="button" class="icon-button" aria-label=words::EDIT.say(language) title=words::EDIT.say(language) on:click=edit>
                    <Icon picture=Picture::Pencil />
                </button>
            }
        })
    });
    let restore = move |_| {
        page.run_undoable(
            Command::Restore { id },
            words::customer::BROUGHT_BACK.about(language, &title.get_untracked()),
        );
    };
    let delete = move |_| {
        page.run_undoable(Command::Delete { id }, sentence::deleted(language, &title.get_untracked()));
        // The top of the record says what happened and offers to bring it back.
        focus_when_drawn(".side h1");
    };
    let found = move || {
        let deleted = live_if(move || {
            is_deleted.get().then(|| {
                view! {
                    <div class="note late">
                        <p>{sentence::is_deleted(language, &named())}</p>
                        <button type="button" class="button" on:click=restore>{words::customer::BRING_BACK.say(language)}</button>
                    </div>
                }
            })
        });
        let delete = live_if(move || {
            may_delete.get().then(|| {
                view! {
                    <button type="button" class="button quiet danger" on:click=delete>
                        <Icon picture=Picture::Trash /> {sentence::delete(language, &named())}
                    </button>
                }
            })
        });
        view! {
            <h1 tabindex="-1">{live_text(move || title.get())}</h1>
            {deleted}
            {two_edits(page, kind, open)}
            {own.body.call(open)}
            {history(page, kind, id, open)}
            <div class="last">{own.last.call(())} {delete}</div>
        }
        .into_any()
    };
    let body = move || {
        if is_here.get() == Some(false) {
            return view! {
                <div class="empty">
                    <h1 tabindex="-1">{sentence::not_found(language, &named())}</h1>
                    <p>{words::customer::NOT_FOUND_HINT.say(language)}</p>
                </div>
            }
            .into_any();
        }
        if is_drawn.get() { found() } else { ().into_any() }
    };
    let is_whole = Live::new(move || is_drawn.get() && !is_deleted.get());
    let actions = live_if(move || is_whole.get().then(|| own.actions.call(())));
    let own_tools = own.tools;
    let own_tools = live_if(move || is_whole.get().then(|| own_tools.call(())));
    let tools = vec![own_tools.into_any(), tools.into_any()];
    side(page, named().into_owned(), tools, live(body).into_any(), actions.into_any())
}

/// Something that stands beside the list: the way back and what else belongs at its top, what is in it, and what is
/// done with it.
pub fn side(page: Page, label: String, tools: Vec<AnyView>, body: AnyView, actions: AnyView) -> AnyView {
    let language = page.language();
    let back = move || Route::from(page.route.get().place).to_string();
    view! {
        <aside class="side" aria-label=label>
            <header>
                <a class="icon-button" href=live_text(back) aria-label=words::BACK.say(language)><Icon picture=Picture::Back /></a>
                <StorageFaultLine />
                {tools}
            </header>
            <div class="inside" tabindex="-1">{body}</div>
            {actions}
        </aside>
    }
    .into_any()
}

/// A row that leads to the page of its record.
pub fn link(page: Page, target: Target, content: Draw) -> AnyView {
    let is_current = move || (page.route.get().open == Some(target)).then_some("true");
    let href = live_text(move || page.route.get().with(target).to_string());
    view! { <a class="row" data-row=target.id().to_string() aria-current=is_current href=href>{live(move || content.call(()))}</a> }
        .into_any()
}

fn title_of(open: &RecordDetail) -> String {
    domain::kind(&open.kind).and_then(|spec| title_in(spec, &open.fields)).unwrap_or_default()
}

/// What the fields of a record say it is called.
pub fn title_in(spec: &KindSpec, fields: &Fields) -> Option<String> {
    let (index, _) = spec.title()?;
    match fields.get(index) {
        Some(Value::Text(title)) => Some(title.clone()),
        _ => None,
    }
}

/// How a toast names a record: by its title where that is one line, else by its kind.
pub fn name_in(language: Language, spec: &KindSpec, fields: &Fields) -> String {
    let is_line = spec.title().is_some_and(|(_, field)| !field.has(Mark::Paragraph));
    let title = title_in(spec, fields).filter(|_| is_line);
    title.unwrap_or_else(|| label::kind_label(language, spec.name).into_owned())
}
