//! Bring in another program's files: choose them, look at what would come, bring it in, undo it. The file worker reads,
//! the engine gets batches, the page carries them.

mod before;
mod choose;
mod looked;

use super::frame::Head;
use crate::file_worker::FileWorker;
use crate::kit::refusal_note;
use crate::live::{Live, State, live, live_if};
use crate::store::{Page, Slot, now, save_file};
use ::markup::view;
use before::before;
use choose::choose;
use contract::file::{FromFileWorker, ToFileWorker};
use contract::import::{FromReader, PresetRow, Preview, Progress, ToReader};
use contract::query::Window;
use contract::{Command, File, Query, Refusal};
use domain::RecordId;
use language::words::files;
use language::{Language, day, import as say, number};
use leptos::prelude::*;
use looked::looked;

/// All rows of a list that is never long: stages, imports.
const ALL: Window = Window { offset: 0, count: 500 };

/// So many remarks are shown at once.
const REMARKS: u32 = 100;

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Choosing,
    Reading,
    Looking(Box<Preview>),
    Bringing(Progress),
    Over(Progress),
}

/// What the parts of this screen share. Copied freely.
#[derive(Clone, Copy)]
struct Importing {
    page: Page,
    step: State<Step>,
    presets: State<Vec<PresetRow>>,
    /// Whose files they are.
    from: State<String>,
    /// What it will be; its record is no news.
    import: StoredValue<RecordId>,
    /// Remarks that are shown row by row.
    remarks: State<Vec<String>>,
    /// Why the files cannot be taken.
    fault: State<Option<String>>,
    refusal: State<Option<Refusal>>,
    worker: StoredValue<Option<FileWorker>, LocalStorage>,
}

/// The screen.
#[component]
pub fn Import() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let records = |kind: &str| Query::Records { kind: kind.to_owned(), deleted: false, window: ALL };
    page.show(Slot::Stages, records("stage"));
    page.show(Slot::Imports, records("import"));
    let importing = Importing {
        page,
        step: State::new(Step::Choosing),
        presets: State::new(Vec::new()),
        from: State::new(String::new()),
        import: StoredValue::new(RecordId([0; 16])),
        remarks: State::new(Vec::new()),
        fault: State::new(None),
        refusal: State::new(None),
        worker: StoredValue::new_local(None),
    };
    let worker = FileWorker::start(move |said| importing.hear(said));
    worker.send(ToFileWorker::Reader(ToReader::Presets));
    importing.worker.set_value(Some(worker));
    let body = move || match importing.step.get() {
        Step::Choosing => choose(importing),
        Step::Reading => {
            view! { <p class="muted" role="status">{files::READING.say(language)}</p> }.into_any()
        }
        Step::Looking(preview) => looked(importing, *preview),
        Step::Bringing(progress) => bringing(importing, progress),
        Step::Over(progress) => over(importing, progress),
    };
    let fault =
        move || importing.fault.get().map(|why| view! { <p class="note late" role="alert">{why}</p> });
    view! {
        <Head title=Live::new(move || files::IMPORT.say(language).to_owned()) />
        <section class="part form">
            {live_if(fault)}
            {refusal_note(page, importing.refusal)}
            {live(body)}
        </section>
        {before(page)}
    }
}

fn bringing(importing: Importing, progress: Progress) -> AnyView {
    let language = importing.page.language();
    let said = format!("{} / {}", number::count(progress.done.into()), number::count(progress.all.into()));
    view! {
        <p role="status">{files::IMPORTING.say(language)} " " {said}</p>
        <progress max=progress.all.to_string() value=progress.done.to_string() aria-label=files::IMPORT.say(language)></progress>
        <button type="button" class="button" on:click=move |_| importing.tell(ToReader::Stop)>{files::STOP.say(language)}</button>
    }
    .into_any()
}

fn over(importing: Importing, progress: Progress) -> AnyView {
    let language = importing.page.language();
    let known = progress.done.saturating_sub(progress.new);
    let was_stopped = progress.done < progress.all;
    view! {
        <p class="note" role="status">{say::brought(language, progress.new as usize, known as usize)}</p>
        {was_stopped.then(|| view! { <p class="prose small muted">{files::STOPPED.say(language)}</p> })}
        <button type="button" class="button" on:click=move |_| importing.step.set(Step::Choosing)>{files::OTHER_FILES.say(language)}</button>
    }
    .into_any()
}

impl Importing {
    fn tell(self, message: ToReader) {
        let _ = self.worker.try_with_value(|worker| {
            if let Some(worker) = worker {
                worker.send(ToFileWorker::Reader(message));
            }
        });
    }

    /// Look at files.
    fn read(self, preset: PresetRow, files: Vec<(String, File)>) {
        let Some(team) = self.page.team_session().map(|team| team.team) else { return };
        let stages =
            self.page.state.stages.with_untracked(|stages| stages.0.as_ref().map(|all| all.rows.clone()));
        self.fault.set(None);
        self.refusal.set(None);
        self.remarks.set(Vec::new());
        self.step.set(Step::Reading);
        self.from.set(preset.name);
        self.tell(ToReader::Read {
            chinese: self.page.language() == Language::Chinese,
            preset: preset.code,
            team,
            stages: stages.unwrap_or_default(),
            files,
        });
    }

    /// Bring in what was read.
    fn start(self) {
        let today = day::date_with_year(self.page.language(), now().today);
        let title = format!("{} · {today}", self.from.get_untracked());
        self.refusal.set(None);
        self.tell(ToReader::Start { title });
    }

    fn hear(self, said: Option<FromFileWorker>) {
        match said {
            Some(FromFileWorker::Reader(said)) => self.hear_reader(said),
            Some(_) => {}
            None => {
                let lost = files::WORKER_LOST.say(self.page.language()).to_owned();
                let _ = self.fault.try_set(Some(lost));
                let _ = self.step.try_set(Step::Choosing);
            }
        }
    }

    fn hear_reader(self, said: FromReader) {
        match said {
            FromReader::Presets(presets) => self.presets.set(presets),
            FromReader::Read(preview) => {
                self.import.set_value(preview.import.0);
                self.step.set(Step::Looking(preview));
            }
            FromReader::NotRead(why) => {
                self.fault.set(Some(why));
                self.step.set(Step::Choosing);
            }
            FromReader::Remarks { rows, .. } => self.remarks.update(|remarks| remarks.extend(rows)),
            FromReader::Report(report) => {
                save_file(&format!("{}.csv", files::DID_NOT_FIT.say(self.page.language())), &report)
            }
            FromReader::Batch(batch) => self.bring(batch),
            FromReader::Progress(progress) => self.step.set(Step::Bringing(progress)),
            FromReader::Over(progress) => self.step.set(Step::Over(progress)),
        }
    }

    fn bring(self, batch: File) {
        self.page.ask(Command::Carried(batch), move |result| match result {
            Ok(done) => {
                // Somebody may have gone to another screen: then no more batches follow.
                let Some(import) = self.import.try_get_value() else { return };
                let new = done.changed.iter().filter(|id| **id != import).count();
                self.tell(ToReader::Saved { new: u32::try_from(new).unwrap_or(u32::MAX) });
            }
            Err(why) => {
                self.tell(ToReader::Stop);
                let _ = self.refusal.try_set(Some(why));
            }
        });
    }
}
