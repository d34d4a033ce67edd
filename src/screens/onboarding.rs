//! The first minutes: start a team, join one, or look around.

mod in_wechat;
mod join;
mod joining;
mod restore;
mod start;

use crate::live::{State, follow, live, live_if};
pub use in_wechat::InWechat;
pub use joining::Joining;

use crate::file_worker::FileWorker;
use crate::kit::{Icon, Picture, Segments, ToastArea};
use crate::store::{Page, now};
use ::markup::view;
use contract::file::ToFileWorker;
use contract::{Command, Refusal};
use join::JoinForm;
use language::{Language, words};
use leptos::prelude::*;
use restore::RestoreForm;
use start::StartForm;

/// What the person is doing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Choose,
    Start,
    Join,
    Restore,
}

/// The first screen on a new device.
#[component]
pub fn Onboarding() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_invited = move || page.invite.with(Option::is_some) || page.refused_invite.with(Option::is_some);
    let step = State::new(if untrack(is_invited) { Step::Join } else { Step::Choose });
    // A link tapped while this screen is open already, or one with which joining has just failed.
    follow(move || {
        if is_invited() && step.get_untracked() != Step::Join {
            step.set(Step::Join);
        }
    });
    let body = move || match step.get() {
        Step::Choose => view! { <Ways step=step /> }.into_any(),
        Step::Start => view! { <StartForm /> }.into_any(),
        Step::Join => view! { <JoinForm /> }.into_any(),
        Step::Restore => view! { <RestoreForm /> }.into_any(),
    };
    let back = move || {
        let is_deep = step.get() != Step::Choose;
        is_deep.then(|| {
            view! {
                <button type="button" class="icon-button" aria-label=words::BACK.say(language) on:click=move |_| step.set(Step::Choose)>
                    <Icon picture=Picture::Back />
                </button>
            }
        })
    };
    let languages = Language::ALL.map(|language| (language, language.own_name().to_owned())).to_vec();
    view! {
        <main class="welcome">
            <div class="column">
                <div class="top">
                    <div>{live_if(back)}</div>
                    <Segments
                        label=words::settings::LANGUAGE.say(language) options=languages chosen=page.appearance.language
                        on_choose=move |language| page.appearance.set_language(language)
                    />
                </div>
                {live(body)}
            </div>
        </main>
        <ToastArea />
    }
}

#[component]
fn Ways(step: State<Step>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let worker = StoredValue::new_local(None::<FileWorker>);
    let look = move |_| {
        let now = now();
        let started = FileWorker::start(move |made| match made {
            Ok(sample) => page.run(Command::Carried(sample), |_| {}),
            Err(fault) => page.tell_refusal(&Refusal::File(fault)),
        });
        started.send(ToFileWorker::Sample {
            chinese: language == Language::Chinese,
            today: now.today,
            utc_offset_minutes: now.utc_offset_minutes,
        });
        worker.set_value(Some(started));
    };
    let way = move |picture: Picture, title: language::Word, hint: language::Word| {
        view! {
            <Icon picture=picture />
            <span class="body">
                <span class="title">{title.say(language)}</span>
                <span class="muted small">{hint.say(language)}</span>
            </span>
            <span class="muted"><Icon picture=Picture::Onward /></span>
        }
    };
    view! {
        <div class="name">
            <Icon picture=Picture::Boat />
            <h1>{words::PRODUCT.say(language)}</h1>
        </div>
        <p class="prose">{words::onboarding::PROMISE.say(language)}</p>
        <div class="ways">
            <button type="button" class="row" on:click=move |_| step.set(Step::Start)>
                {way(Picture::Plus, words::onboarding::START, words::onboarding::START_HINT)}
            </button>
            <button type="button" class="row" on:click=move |_| step.set(Step::Join)>
                {way(Picture::Link, words::onboarding::JOIN, words::onboarding::JOIN_HINT)}
            </button>
            <button type="button" class="row" on:click=look>
                {way(Picture::People, words::onboarding::LOOK, words::onboarding::LOOK_HINT)}
            </button>
            <button type="button" class="row" on:click=move |_| step.set(Step::Restore)>
                {way(Picture::Device, words::files::RESTORE, words::files::RESTORE_HINT)}
            </button>
        </div>
    }
}
