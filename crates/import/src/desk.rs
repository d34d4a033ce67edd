//! An import as somebody sees it: sentences and buttons. The app that shows them knows nothing of importing but how to
//! draw a [`Panel`], and carries what is to be written to the engine, batch by batch, each when the one before is on
//! disk.

use crate::plan::{BATCH, Plan, Team, read};
use crate::{File, PRESETS, report};
use contract::Command;
use contract::import::{FromDesk, Line, Panel, ToDesk, Tone};
use domain::RecordId;
use domain::import::{Import, ImportId};
use domain::record::{Fields, Record};
use domain::stage::{Stage, StageId};
use language::words::{CANCEL, files, importing as words};
use language::{Language, Word, day, import as say, label, list, number};
use std::cmp::Reverse;

/// So many remarks more are shown at once.
const REMARKS: usize = 100;

/// Hears what somebody does and says what they see next.
#[derive(Default)]
pub struct Desk {
    language: Language,
    /// Today, as people read it.
    today: String,
    /// None before somebody has begun.
    team: Option<Team>,
    /// What was imported before, newest first, and what people call it.
    before: Vec<(ImportId, String)>,
    step: Step,
    /// What was said last about something that went well or wrong.
    said: Option<(Tone, String)>,
    /// What the buttons on the panel mean, by their numbers.
    buttons: Vec<Press>,
}

#[derive(Default)]
enum Step {
    /// Files are to be chosen.
    #[default]
    Choosing,
    /// They were read; so many remarks are shown one by one.
    Looking { plan: Plan, shown: usize },
    /// So many records went to the engine; those of the last batch are not on disk yet. When it is to stop, no batch
    /// follows that one.
    Bringing { plan: Plan, sent: usize, new: usize, other: usize, is_last: bool },
    /// An import is to be taken back, once that was asked.
    Sure(ImportId),
    /// It is being taken back.
    TakingBack(ImportId),
}

#[derive(Clone, Copy)]
enum Press {
    Import,
    OtherFiles,
    Remarks,
    Report,
    Stop,
    AskTakeBack(ImportId),
    TakeBack(ImportId),
}

impl Desk {
    /// Take one message and say what follows from it.
    pub fn handle(&mut self, message: ToDesk) -> Vec<FromDesk> {
        let first = match message {
            ToDesk::Begin { chinese, today, team, stages, imports } => {
                let language = if chinese { Language::Chinese } else { Language::English };
                let stages = stages.iter().map(|(id, fields)| (StageId(*id), Stage::from_fields(fields)));
                *self = Self {
                    language,
                    today: day::date_with_year(language, today),
                    team: Some(Team { id: team, stages: stages.collect() }),
                    before: newest_first(&imports),
                    ..Self::default()
                };
                None
            }
            ToDesk::Files(files) => {
                self.look_at(&files);
                None
            }
            ToDesk::Press(number) => {
                let press = usize::try_from(number).ok().and_then(|at| self.buttons.get(at).copied());
                press.and_then(|press| self.press(press))
            }
            ToDesk::Done { changed, kept } => self.done(&changed, kept),
            ToDesk::Refused(why) => {
                self.step = Step::Choosing;
                self.said = Some((Tone::Alert, why));
                None
            }
        };
        let panel = self.panel();
        first.into_iter().chain([FromDesk::Panel(panel)]).collect()
    }

    /// The files say by their names whose they are.
    fn look_at(&mut self, files: &[(String, contract::File)]) {
        let files: Vec<File<'_>> = files.iter().map(|(name, file)| File { name, bytes: &file.0 }).collect();
        let is_there = |name: &&str| files.iter().any(|file| file.name.eq_ignore_ascii_case(name));
        let preset = PRESETS.iter().max_by_key(|preset| preset.files().into_iter().filter(is_there).count());
        let (Some(preset), Some(team)) = (preset, &self.team) else { return };
        (self.step, self.said) = match read(preset, &files, team) {
            Ok(plan) => (Step::Looking { plan, shown: 0 }, None),
            Err(fault) => (Step::Choosing, Some((Tone::Alert, say::fault(self.language, &fault)))),
        };
    }

    fn press(&mut self, press: Press) -> Option<FromDesk> {
        match (press, std::mem::take(&mut self.step)) {
            (Press::Import, Step::Looking { plan, .. }) => {
                self.step = Step::Bringing { plan, sent: 0, new: 0, other: 0, is_last: false };
                self.next_batch()
            }
            (Press::Remarks, Step::Looking { plan, shown }) => {
                self.step = Step::Looking { plan, shown: shown + REMARKS };
                None
            }
            (Press::Report, Step::Looking { plan, shown }) => {
                let name = format!("{}.csv", words::DID_NOT_FIT.say(self.language));
                let file = contract::File(report(self.language, &plan.remarks));
                self.step = Step::Looking { plan, shown };
                Some(FromDesk::Save { name, file })
            }
            (Press::Stop, Step::Bringing { plan, sent, new, other, .. }) => {
                self.step = Step::Bringing { plan, sent, new, other, is_last: true };
                None
            }
            (Press::AskTakeBack(import), _) => {
                self.said = None;
                self.step = Step::Sure(import);
                None
            }
            (Press::TakeBack(import), _) => {
                self.step = Step::TakingBack(import);
                Some(carried(&Command::UndoImport { import }))
            }
            _ => None,
        }
    }

    /// What was sent is done.
    fn done(&mut self, changed: &[RecordId], kept: u32) -> Option<FromDesk> {
        let count = |import: ImportId| changed.iter().filter(|id| **id != import.0).count();
        match &mut self.step {
            Step::Bringing { plan, new, other, .. } => {
                *new += count(plan.import);
                *other += kept as usize;
                self.next_batch()
            }
            Step::TakingBack(import) => {
                let import = *import;
                let said = say::taken_back(self.language, count(import), kept as usize, &[]);
                self.said = Some((Tone::Note, said));
                self.before.retain(|(id, _)| *id != import);
                self.step = Step::Choosing;
                None
            }
            _ => None,
        }
    }

    /// The next batch; behind the last one the import is over.
    fn next_batch(&mut self) -> Option<FromDesk> {
        let Step::Bringing { plan, sent, new, other, is_last } = std::mem::take(&mut self.step) else {
            return None;
        };
        match plan.batch(sent, &self.title(&plan)).filter(|_| !is_last) {
            Some(command) => {
                self.step = Step::Bringing { plan, sent: sent + BATCH, new, other, is_last };
                Some(carried(&command))
            }
            None => {
                self.over(&plan, sent, new, other);
                None
            }
        }
    }

    /// No more batches follow: so many records were gone through, so many of them are new, so many others are here in
    /// other words.
    fn over(&mut self, plan: &Plan, done: usize, new: usize, other: usize) {
        let known = done.min(plan.records.len()).saturating_sub(new);
        let mut said = say::brought(self.language, new, known, other);
        if done < plan.records.len() {
            let space = if self.language == Language::Chinese { "" } else { " " };
            said = [&said, words::STOPPED.say(self.language)].join(space);
        }
        if new > 0 && self.before.iter().all(|(id, _)| *id != plan.import) {
            self.before.insert(0, (plan.import, self.title(plan)));
        }
        self.said = Some((Tone::Note, said));
        self.step = Step::Choosing;
    }

    /// What people will call the import.
    fn title(&self, plan: &Plan) -> String {
        format!("{} · {}", plan.preset.name, self.today)
    }

    fn panel(&mut self) -> Panel {
        let mut drawn = Drawn { language: self.language, panel: Panel::new(), buttons: Vec::new() };
        if let Some((tone, said)) = &self.said {
            drawn.line(*tone, said.clone());
        }
        match &self.step {
            Step::Choosing => drawn.choosing(&self.before),
            Step::Looking { plan, shown } => drawn.looking(plan, *shown),
            Step::Bringing { is_last: true, .. } => drawn.say(Tone::Text, words::STOPPING),
            Step::Bringing { plan, sent, .. } => drawn.bringing(plan, sent.saturating_sub(BATCH)),
            Step::Sure(import) => drawn.sure(*import, &self.before),
            Step::TakingBack(_) => drawn.say(Tone::Text, words::TAKING_BACK),
        }
        self.buttons = drawn.buttons;
        drawn.panel
    }
}

/// A panel that is being filled, and what its buttons mean.
struct Drawn {
    language: Language,
    panel: Panel,
    buttons: Vec<Press>,
}

impl Drawn {
    fn push(&mut self, tone: Tone, text: String, word: String, number: usize) {
        self.panel.push(Line { tone, text, word, number: u32::try_from(number).unwrap_or(u32::MAX) });
    }

    fn line(&mut self, tone: Tone, text: String) {
        self.push(tone, text, String::new(), 0);
    }

    fn say(&mut self, tone: Tone, word: Word) {
        self.line(tone, word.say(self.language).to_owned());
    }

    /// A button, beside a text or alone.
    fn button(&mut self, tone: Tone, text: String, press: Press, word: Word) {
        self.push(tone, text, word.say(self.language).to_owned(), self.buttons.len());
        self.buttons.push(press);
    }

    fn choosing(&mut self, before: &[(ImportId, String)]) {
        self.say(Tone::Small, files::IMPORT_HINT);
        for preset in PRESETS {
            let needed = list::list(self.language, &preset.files());
            self.line(
                Tone::Small,
                [preset.name, " · ", words::FILES_NEEDED.say(self.language), &needed].concat(),
            );
        }
        self.say(Tone::Files, words::CHOOSE_FILES);
        if !before.is_empty() {
            self.say(Tone::Heading, words::IMPORTED_BEFORE);
        }
        for (import, title) in before {
            self.button(Tone::Text, title.clone(), Press::AskTakeBack(*import), words::TAKE_BACK);
        }
    }

    fn looking(&mut self, plan: &Plan, shown: usize) {
        let language = self.language;
        let count = |many: usize| number::count(i64::try_from(many).unwrap_or(i64::MAX));
        self.say(Tone::Heading, words::WILL_COME);
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for (kind, ..) in &plan.records {
            match kinds.iter_mut().find(|(other, _)| other == kind) {
                Some((_, many)) => *many += 1,
                None => kinds.push((kind, 1)),
            }
        }
        let kinds = kinds
            .into_iter()
            .map(|(kind, many)| [label::kind_label(language, kind).as_ref(), " ", &count(many)].concat());
        self.line(Tone::Text, list::list(language, &kinds.collect::<Vec<_>>()));
        for (file, encoding) in &plan.encodings {
            self.line(Tone::Small, say::read_in(language, file, *encoding));
        }
        for (file, column) in &plan.unread {
            self.line(Tone::Small, say::unread(language, file, column));
        }
        if !plan.remarks.is_empty() {
            let heading = [words::DID_NOT_FIT.say(language), " ", &count(plan.remarks.len())].concat();
            self.line(Tone::Heading, heading);
        }
        for (first, many) in plan.sorts() {
            self.line(Tone::Text, say::remarks(language, first, many));
        }
        for remark in plan.remarks.iter().take(shown) {
            self.line(Tone::Small, say::remark(language, remark));
        }
        self.say(Tone::Small, words::NOTHING_WRITTEN);
        self.button(Tone::First, String::new(), Press::Import, words::IMPORT_NOW);
        if plan.remarks.len() > shown {
            let word = if shown == 0 { words::ROW_BY_ROW } else { words::SHOW_MORE };
            self.button(Tone::Text, String::new(), Press::Remarks, word);
        }
        if !plan.remarks.is_empty() {
            self.button(Tone::Text, String::new(), Press::Report, words::SAVE_REPORT);
        }
        self.button(Tone::Text, String::new(), Press::OtherFiles, words::OTHER_FILES);
    }

    fn bringing(&mut self, plan: &Plan, done: usize) {
        let count = |many: usize| number::count(i64::try_from(many).unwrap_or(i64::MAX));
        let all = plan.records.len();
        let said = [words::IMPORTING.say(self.language), " ", &count(done), " / ", &count(all)].concat();
        self.line(Tone::Text, said.clone());
        self.push(Tone::Progress, said, String::new(), done * 100 / all.max(1));
        self.button(Tone::Text, String::new(), Press::Stop, words::STOP);
    }

    fn sure(&mut self, import: ImportId, before: &[(ImportId, String)]) {
        let title = before.iter().find(|(id, _)| *id == import).map(|(_, title)| title.clone());
        self.line(Tone::Heading, title.unwrap_or_default());
        self.say(Tone::Text, words::TAKE_BACK_SURE);
        self.button(Tone::First, String::new(), Press::TakeBack(import), words::TAKE_BACK);
        self.button(Tone::Text, String::new(), Press::OtherFiles, CANCEL);
    }
}

fn newest_first(imports: &[(RecordId, Fields)]) -> Vec<(ImportId, String)> {
    let mut imports: Vec<(ImportId, Import)> =
        imports.iter().map(|(id, fields)| (ImportId(*id), Import::from_fields(fields))).collect();
    imports.sort_by_key(|(id, import)| (Reverse(import.at), *id));
    imports.into_iter().map(|(id, import)| (id, import.title)).collect()
}

/// As the engine takes it from an app that cannot read it. What could not be written would not be read, and the engine
/// would say so.
fn carried(command: &Command) -> FromDesk {
    FromDesk::Command(contract::File(postcard::to_stdvec(command).unwrap_or_default()))
}
