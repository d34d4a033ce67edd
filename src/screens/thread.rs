//! What people say about a record: on tasks, customers, deals and meetings alike.

use crate::kit::{Avatar, Icon, LiveRows, Picture};
use crate::live::{Live, live};
use crate::store::{Page, Slot, new_record_id, now};
use ::markup::view;
use contract::view::CommentRow;
use contract::{Command, FieldWrite, Query};
use domain::RecordId;
use domain::record::Value;
use language::{day, words, words::task};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Where a comment is written.
pub const COMMENT_FIELD: &str = ".thread textarea";

/// The comments on a record, and a line to write one. `@name` calls on a colleague.
#[component]
pub fn Thread(about: RecordId) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Thread, Query::Thread { about });
    let comments = Live::new(move || page.state.thread.with(|thread| thread.0.clone().unwrap_or_default()));
    let field: NodeRef<html::Textarea> = NodeRef::new();
    // What was written stays until it is stored, also when the page is left in between.
    let draft = StoredValue::new(["comment ", &about.to_string()].concat());
    let keep = move || {
        if let Some(field) = field.get_untracked() {
            draft.with_value(|draft| page.drafts.keep_sentence(draft, field.value()));
        }
    };
    let send = move || {
        let Some(field) = field.get_untracked() else { return };
        let text = field.value().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let mentions = members(page)
            .into_iter()
            .filter(|(_, name)| text.contains(&["@", name].concat()))
            .map(|(id, _)| id);
        let write = |field: &str, value: Value| FieldWrite { field: field.to_owned(), value: Some(value) };
        let fields = vec![
            write("mentions", Value::Ids(mentions.collect())),
            write("about", Value::Id(about)),
            write("text", Value::Text(text)),
        ];
        let draft = draft.get_value();
        page.run(Command::Create { kind: "comment".to_owned(), id: new_record_id(), fields }, move |_| {
            field.set_value("");
            page.drafts.forget(&draft);
        });
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let mention = move |event: ev::Event| {
        let name = event_target_value(&event);
        event_target::<web_sys::HtmlSelectElement>(&event).set_value("");
        if let Some(field) = field.get_untracked() {
            field.set_value(&[field.value().as_str(), "@", &name, " "].concat());
            keep();
            // The field is on screen and takes the focus.
            let _ = field.focus();
        }
    };
    let names = live(move || {
        members(page)
            .into_iter()
            .map(|(_, name)| view! { <option value=name.clone()>{name.clone()}</option> })
            .collect_view()
    });
    view! {
        <section class="part thread">
            <header><h2>{task::COMMENTS.say(language)}</h2></header>
            <ul class="timeline">
                <LiveRows items=comments id=|row: &CommentRow| row.id row=|row| view! { <Comment row=row /> }.into_any() />
            </ul>
            <form class="add-line" on:submit=submit>
                <textarea class="input" rows="1" node_ref=field placeholder=task::COMMENT_HINT.say(language) aria-label=task::COMMENT_HINT.say(language) prop:value=draft.with_value(|draft| page.drafts.sentence(draft)) on:input=move |_| keep() on:keydown=key></textarea>
                <label class="icon-button menu">
                    <span aria-hidden="true">"@"</span>
                    <select aria-label=task::MENTION.say(language) on:change=mention>
                        <option value="">{task::MENTION.say(language)}</option>
                        {names}
                    </select>
                </label>
                <button type="submit" class="icon-button send" aria-label=task::SEND.say(language)><Icon picture=Picture::Onward /></button>
            </form>
        </section>
    }
    .into_any()
}

/// A comment, or praise.
#[component]
pub fn Comment(row: Live<CommentRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    live(move || {
        let row = row.get();
        let id = row.id;
        let (name, face) = match row.author {
            Some(author) => (author.name.clone(), Some(view! { <Avatar person=author /> })),
            None => (words::customer::SOMEBODY.say(language).to_owned(), None),
        };
        let delete = row.may_delete.then(|| {
            let delete = move |_| page.run_undoable(Command::Delete { id }, task::COMMENT_DELETED.say(language).to_owned());
            view! {
                <button type="button" class="icon-button" aria-label=words::DELETE.say(language) on:click=delete><Icon picture=Picture::Cross /></button>
            }
        });
        view! {
            <li class="touch">
                {face}
                <div>
                    <div class="line"><span class="what">{name}</span> <time class="small muted">{day::moment(language, row.at, now())}</time></div>
                    <p class="prose">{row.text}</p>
                </div>
                {delete}
            </li>
        }
    })
}

/// Everybody who can be called on, by name.
fn members(page: Page) -> Vec<(RecordId, String)> {
    page.state.team.with(|team| {
        let members = team.0.iter().flat_map(|team| &team.members);
        members.map(|row| (row.person.id.0, row.person.name.clone())).collect()
    })
}
