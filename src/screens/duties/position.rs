//! One position: its duties with requirement and standard, its holders, and who has agreed to which text.

use crate::kit::{Chip, Tone};
use crate::live::{Live, called, live_if};
use crate::screens::record_page::{Own, link, open_title, record_page};
use crate::screens::sheets::SheetKind;
use crate::store::{Page, Slot, Target, new_record_id, now};
use ::markup::view;
use contract::view::{Agreed, Person, PositionRow};
use contract::{Command, FieldWrite, Query};
use domain::RecordId;
use domain::duty::{Duty, DutyId, Frequency};
use domain::record::Value;
use language::words::duty as words;
use language::{Word, day, label, list};
use leptos::prelude::*;

/// A position in the list: what it is called, who holds it, what waits.
pub fn line(row: Live<PositionRow>) -> AnyView {
    let page = Page::here();
    let language = page.language();
    let content = move |()| {
        let row = row.get();
        let holders: Vec<&str> = row.holders.iter().map(|(person, _)| person.name.as_str()).collect();
        let holders = match holders.is_empty() {
            true => words::NOBODY.say(language).to_owned(),
            false => list::list(language, &holders),
        };
        let may_edit =
            page.state.duties.with(|duties| duties.0.as_ref().is_some_and(|duties| duties.may_edit));
        let review = (row.review_is_due && may_edit)
            .then(|| view! { <Chip text=words::REVIEW_DUE.say(language) tone=Tone::Due /> });
        let mine = row
            .wants_my_agreement
            .then(|| view! { <Chip text=words::WAITS_FOR_ME.say(language) tone=Tone::Accent /> });
        view! {
            <span class="body">
                <span class="line"><span class="title one-line">{row.position.name.clone()}</span> {mine} {review}</span>
                <span class="small muted one-line">{holders}</span>
            </span>
        }
        .into_any()
    };
    link(page, Target::Position(row.with_untracked(|row| row.id.0)), called(content))
}

/// A position: its duties with requirement and standard, and who has agreed to which text.
pub fn position_page(page: Page, id: RecordId) -> AnyView {
    let language = page.language();
    page.share(Slot::Duties, Query::Duties);
    let find = move || {
        page.state.duties.with(|duties| {
            let duties = duties.0.as_ref()?;
            Some(
                duties.positions.iter().find(|row| row.id.0 == id).cloned().map(|row| (row, duties.may_edit)),
            )
        })
    };
    let row = Live::new(move || find().flatten());
    let agree = move |_| {
        let version =
            row.with_untracked(|row| row.as_ref().map(|(row, _)| row.version.clone()).unwrap_or_default());
        let write = |field: &str, value: Value| FieldWrite { field: field.to_owned(), value: Some(value) };
        let fields = vec![write("of", Value::Id(id)), write("version", Value::Text(version))];
        let command = Command::Create { kind: "acknowledgement".to_owned(), id: new_record_id(), fields };
        page.run_undoable(command, words::AGREED.about(language, &open_title(page, id)));
    };
    let actions = move || {
        row.get().filter(|(row, _)| row.wants_my_agreement).map(|_| {
            view! {
                <div class="actions">
                    <button type="button" class="button primary" on:click=agree>{words::AGREE.say(language)}</button>
                </div>
            }
        })
    };
    let own = Own {
        kind: "position",
        is_here: Live::new(move || find().map(|row| row.is_some())),
        tools: called(|()| ().into_any()),
        body: called(move |_| {
            live_if(move || row.get().map(|(row, may_edit)| facts(page, &row, may_edit))).into_any()
        }),
        last: called(|()| ().into_any()),
        actions: called(move |()| live_if(actions).into_any()),
    };
    record_page(page, id, own)
}

fn facts(page: Page, row: &PositionRow, may_edit: bool) -> AnyView {
    let language = page.language();
    let id = row.id;
    let hint = row
        .wants_my_agreement
        .then(|| view! { <p class="small muted">{words::AGREE_HINT.say(language)}</p> });
    let review = row.position.review_on.map(|on| {
        view! { <p class="small muted">{words::REVIEW.say(language)} " " {day::day(language, on, now().today)}</p> }
    });
    let add = may_edit.then(|| {
        let add = move |_| {
            let duty = Duty { position: Some(id), ..Duty::default() };
            page.sheet.set(Some(SheetKind::new(&duty, vec![])));
        };
        view! {
            <div class="choices"><button type="button" class="button quiet" on:click=add>{words::ADD_DUTY.say(language)}</button></div>
        }
    });
    let choose = (may_edit && row.holders.is_empty()).then(|| {
        let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "position", id: id.0 }));
        view! {
            <div class="choices"><button type="button" class="button" on:click=edit>{words::CHOOSE_HOLDER.say(language)}</button></div>
        }
    });
    let purpose = (!row.position.purpose.is_empty())
        .then(|| view! { <p class="prose">{row.position.purpose.clone()}</p> });
    view! {
        {purpose}
        {choose}
        {hint}
        {duties(page, &row.duties, may_edit)}
        {add}
        {agreements(page, row)}
        {review}
    }
    .into_any()
}

/// Who has agreed to which text.
fn agreements(page: Page, row: &PositionRow) -> Option<AnyView> {
    let language = page.language();
    let person = |(person, agreed): &(Person, Agreed)| {
        let (word, at) = match agreed {
            Agreed::No => (words::NOT_AGREED, None),
            Agreed::ToEarlier(at) => (words::AGREED_EARLIER, Some(*at)),
            Agreed::Yes(at) => (words::AGREED, Some(*at)),
        };
        let at = at.map(|at| day::moment_exact(language, at, now()));
        let name = person.name.clone();
        view! { <dt>{name}</dt> <dd>{word.say(language)} " " <span class="small muted">{at}</span></dd> }
    };
    (!row.holders.is_empty()).then(|| {
        view! {
            <h2>{words::WHO_AGREED.say(language)}</h2>
            <dl class="facts">{row.holders.iter().map(person).collect_view()}</dl>
        }
        .into_any()
    })
}

/// Duties by how often they come up.
pub fn duties(page: Page, duties: &[(DutyId, Duty)], may_edit: bool) -> AnyView {
    let language = page.language();
    let fact = |word: Word, text: &str| {
        (!text.is_empty()).then(|| view! { <dt>{word.say(language)}</dt> <dd>{text.to_owned()}</dd> })
    };
    let duty = |(id, duty): &(DutyId, Duty)| {
        let id = *id;
        let edit = may_edit.then(|| {
            let open = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "duty", id: id.0 }));
            view! { <button type="button" class="changes small muted" on:click=open>{language::words::EDIT.say(language)}</button> }
        });
        let takes = duty.estimate.map(|minutes| day::minutes(language, minutes.0));
        view! {
            <div class="duty">
                <p class="line-of-facts"><b>{duty.name.clone()}</b> <span class="small muted">{takes}</span> {edit}</p>
                <dl class="facts">
                    {fact(words::REQUIREMENT, &duty.requirement)}
                    {fact(words::STANDARD, &duty.standard)}
                    {fact(words::EVIDENCE, &duty.evidence)}
                </dl>
            </div>
        }
    };
    let group = |frequency: &Frequency| {
        let of_group: Vec<_> =
            duties.iter().filter(|(_, duty)| duty.frequency == Some(*frequency)).map(duty).collect();
        (!of_group.is_empty())
            .then(|| view! { <h2>{label::frequency(*frequency).say(language)}</h2> {of_group} })
    };
    Frequency::ALL.iter().filter_map(group).collect_view().into_any()
}
