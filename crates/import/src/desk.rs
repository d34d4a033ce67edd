//! An import as somebody sees it: sentences and buttons. The app that shows them knows nothing of importing but how to
//! draw a [`Panel`], and carries what is to be written to the engine.

use crate::{PRESETS, Reader};
use contract::File;
use contract::import::{FromDesk, FromReader, Line, Panel, Preview, Progress, ToDesk, ToReader, Tone};
use contract::query::Window;
use domain::RecordId;
use domain::import::{Import, ImportId};
use domain::record::{Fields, Record};
use language::words::{CANCEL, files, importing as words};
use language::{Language, Word, day, import as say, label, list, number};

/// So many remarks more are shown at once.
const REMARKS: u32 = 100;

/// Hears what somebody does and says what they see next.
#[derive(Default)]
pub struct Desk {
    language: Language,
    /// Today, as people read it.
    today: String,
    /// None before somebody has begun.
    team: Option<RecordId>,
    stages: Vec<(RecordId, Fields)>,
    /// What was imported before, newest first.
    before: Vec<(ImportId, String)>,
    reader: Reader,
    step: Step,
    /// What was said last about something that went well or wrong.
    said: Option<(Tone, String)>,
    /// What the buttons on the panel mean, in their order.
    buttons: Vec<Press>,
}

#[derive(Default)]
enum Step {
    /// Files are to be chosen.
    #[default]
    Choosing,
    /// They were read.
    Looking { preview: Box<Preview>, shown: Vec<String> },
    /// Batches are on their way to the engine.
    Bringing { import: ImportId, progress: Progress },
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
    Cancel,
}

impl Desk {
    /// Take one message and say what follows from it.
    pub fn handle(&mut self, message: ToDesk) -> Vec<FromDesk> {
        let mut out = Vec::new();
        match message {
            ToDesk::Begin { chinese, today, team, stages, imports } => {
                let language = if chinese { Language::Chinese } else { Language::English };
                let today = day::date_with_year(language, today);
                let mut before: Vec<(ImportId, Import)> =
                    imports.iter().map(|(id, fields)| (ImportId(*id), Import::from_fields(fields))).collect();
                before.sort_by_key(|(id, import)| (std::cmp::Reverse(import.at), *id));
                let before = before.into_iter().map(|(id, import)| (id, import.title)).collect();
                *self = Self { language, today, team: Some(team), stages, before, ..Self::default() };
            }
            ToDesk::Files(files) => self.read(files),
            ToDesk::Press(button) => {
                if let Some(press) = self.buttons.get(button as usize).copied() {
                    self.press(press, &mut out);
                }
            }
            ToDesk::Done { changed, kept } => self.done(&changed, kept, &mut out),
            ToDesk::Refused(why) => {
                self.reader.handle(ToReader::Stop);
                self.step = Step::Choosing;
                self.said = Some((Tone::Alert, why));
            }
        }
        let panel = self.panel();
        out.push(FromDesk::Panel(panel));
        out
    }

    /// The files say by their names whose they are.
    fn read(&mut self, files: Vec<(String, File)>) {
        let fits =
            |names: &[&str]| names.iter().filter(|name| files.iter().any(|(file, _)| file == *name)).count();
        let preset = PRESETS.iter().max_by_key(|preset| fits(&preset.files()));
        let (Some(preset), Some(team)) = (preset, self.team) else { return };
        self.said = None;
        self.step = Step::Choosing;
        let said = self.reader.handle(ToReader::Read {
            chinese: self.language == Language::Chinese,
            preset: preset.code.to_owned(),
            team,
            stages: self.stages.clone(),
            files,
        });
        for said in said {
            match said {
                FromReader::Read(preview) => self.step = Step::Looking { preview, shown: Vec::new() },
                FromReader::NotRead(why) => self.said = Some((Tone::Alert, why)),
                _ => {}
            }
        }
    }

    fn press(&mut self, press: Press, out: &mut Vec<FromDesk>) {
        match (press, &mut self.step) {
            (Press::Import, Step::Looking { preview, .. }) => {
                let all = preview.kinds.iter().map(|(_, count)| count).sum();
                let progress = Progress { all, ..Progress::default() };
                self.step = Step::Bringing { import: preview.import, progress };
                let said = self.reader.handle(ToReader::Start { title: self.title() });
                self.follow(said, out);
            }
            (Press::Remarks, Step::Looking { shown, .. }) => {
                let offset = u32::try_from(shown.len()).unwrap_or(u32::MAX);
                for said in self.reader.handle(ToReader::Remarks(Window { offset, count: REMARKS })) {
                    if let FromReader::Remarks { rows, .. } = said {
                        shown.extend(rows);
                    }
                }
            }
            (Press::Report, _) => {
                for said in self.reader.handle(ToReader::Report) {
                    if let FromReader::Report(file) = said {
                        let name = format!("{}.csv", words::DID_NOT_FIT.say(self.language));
                        out.push(FromDesk::Save { name, file });
                    }
                }
            }
            (Press::Stop, _) => {
                let said = self.reader.handle(ToReader::Stop);
                self.follow(said, out);
            }
            (Press::AskTakeBack(import), _) => {
                self.said = None;
                self.step = Step::Sure(import);
            }
            (Press::TakeBack(import), _) => {
                self.step = Step::TakingBack(import);
                out.push(FromDesk::Command(carried(&contract::Command::UndoImport { import })));
            }
            _ => self.step = Step::Choosing,
        }
    }

    /// What was sent is done.
    fn done(&mut self, changed: &[RecordId], kept: u32, out: &mut Vec<FromDesk>) {
        let count = |import: ImportId| changed.iter().filter(|id| **id != import.0).count();
        match self.step {
            Step::Bringing { import, .. } => {
                let new = u32::try_from(count(import)).unwrap_or(u32::MAX);
                let said = self.reader.handle(ToReader::Saved { new });
                self.follow(said, out);
            }
            Step::TakingBack(import) => {
                let said = say::taken_back(self.language, count(import), kept as usize, &[]);
                self.said = Some((Tone::Note, said));
                self.before.retain(|(id, _)| *id != import);
                self.step = Step::Choosing;
            }
            _ => {}
        }
    }

    /// What the reader says while it hands out batches.
    fn follow(&mut self, said: Vec<FromReader>, out: &mut Vec<FromDesk>) {
        for said in said {
            match (said, &mut self.step) {
                (FromReader::Batch(batch), _) => out.push(FromDesk::Command(batch)),
                (FromReader::Progress(now), Step::Bringing { progress, .. }) => *progress = now,
                (FromReader::Over(progress), Step::Bringing { import, .. }) => {
                    let import = *import;
                    let known = progress.done.saturating_sub(progress.new);
                    let mut said = say::brought(self.language, progress.new as usize, known as usize);
                    if progress.done < progress.all {
                        let space = if self.language == Language::Chinese { "" } else { " " };
                        said = [&said, words::STOPPED.say(self.language)].join(space);
                    }
                    if progress.new > 0 && self.before.iter().all(|(id, _)| *id != import) {
                        self.before.insert(0, (import, self.title()));
                    }
                    self.said = Some((Tone::Note, said));
                    self.step = Step::Choosing;
                }
                _ => {}
            }
        }
    }

    /// What people will call the import.
    fn title(&self) -> String {
        let from = PRESETS.first().map_or("", |preset| preset.name);
        format!("{from} · {}", self.today)
    }

    fn panel(&mut self) -> Panel {
        let language = self.language;
        let mut drawn = Drawn { language, panel: Panel::new(), buttons: Vec::new() };
        if let Some((tone, said)) = &self.said {
            drawn.line(*tone, said.clone());
        }
        match &self.step {
            Step::Choosing => drawn.choosing(&self.before),
            Step::Looking { preview, shown } => drawn.looking(preview, shown),
            Step::Bringing { progress, .. } => {
                let count = |n: u32| number::count(n.into());
                let said =
                    [words::IMPORTING.say(language), " ", &count(progress.done), " / ", &count(progress.all)];
                drawn.line(Tone::Text, said.concat());
                drawn.push(
                    Tone::Progress,
                    words::IMPORTING.say(language).to_owned(),
                    String::new(),
                    progress.done * 100 / progress.all.max(1),
                );
                drawn.button(Press::Stop, words::STOP);
            }
            Step::Sure(import) => {
                let title = self.before.iter().find(|(id, _)| id == import).map(|(_, title)| title.clone());
                drawn.line(Tone::Heading, title.unwrap_or_default());
                drawn.line(Tone::Text, words::TAKE_BACK_SURE.say(language).to_owned());
                drawn.button(Press::TakeBack(*import), words::TAKE_BACK);
                drawn.button(Press::Cancel, CANCEL);
            }
            Step::TakingBack(_) => drawn.line(Tone::Text, words::TAKING_BACK.say(language).to_owned()),
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
    fn push(&mut self, tone: Tone, text: String, word: String, number: u32) {
        self.panel.push(Line { tone, text, word, number });
    }

    fn line(&mut self, tone: Tone, text: String) {
        self.push(tone, text, String::new(), 0);
    }

    fn button(&mut self, press: Press, word: Word) {
        self.line_with(String::new(), press, word);
    }

    /// A line with a button.
    fn line_with(&mut self, text: String, press: Press, word: Word) {
        let number = u32::try_from(self.buttons.len()).unwrap_or(u32::MAX);
        self.push(Tone::Text, text, word.say(self.language).to_owned(), number);
        self.buttons.push(press);
    }

    fn choosing(&mut self, before: &[(ImportId, String)]) {
        self.line(Tone::Small, files::IMPORT_HINT.say(self.language).to_owned());
        for preset in PRESETS {
            let files: Vec<String> = preset.files().into_iter().map(str::to_owned).collect();
            let needed =
                [words::FILES_NEEDED.say(self.language), &list::list(self.language, &files)].concat();
            self.line(Tone::Small, [preset.name, " · ", &needed].concat());
        }
        self.line(Tone::Files, words::CHOOSE_FILES.say(self.language).to_owned());
        if !before.is_empty() {
            self.line(Tone::Heading, words::IMPORTED_BEFORE.say(self.language).to_owned());
        }
        for (import, title) in before {
            self.line_with(title.clone(), Press::AskTakeBack(*import), words::TAKE_BACK);
        }
    }

    fn looking(&mut self, preview: &Preview, shown: &[String]) {
        let language = self.language;
        self.line(Tone::Heading, words::WILL_COME.say(language).to_owned());
        let kinds = preview.kinds.iter().map(|(kind, count)| {
            [label::kind_label(language, kind).as_ref(), " ", &number::count((*count).into())].concat()
        });
        self.line(Tone::Text, list::list(language, &kinds.collect::<Vec<_>>()));
        preview.notes.iter().for_each(|note| self.line(Tone::Small, note.clone()));
        if preview.remark_count > 0 {
            let count = number::count(preview.remark_count.into());
            self.line(Tone::Heading, [words::DID_NOT_FIT.say(language), " ", &count].concat());
            preview.sorts.iter().for_each(|sort| self.line(Tone::Text, sort.clone()));
            shown.iter().for_each(|remark| self.line(Tone::Small, remark.clone()));
        }
        self.line(Tone::Small, words::NOTHING_WRITTEN.say(language).to_owned());
        self.button(Press::Import, words::IMPORT_NOW);
        self.button(Press::OtherFiles, words::OTHER_FILES);
        if preview.remark_count as usize > shown.len() {
            self.button(Press::Remarks, if shown.is_empty() { words::ROW_BY_ROW } else { words::SHOW_MORE });
        }
        if preview.remark_count > 0 {
            self.button(Press::Report, words::SAVE_REPORT);
        }
    }
}

/// As the engine takes it from an app that cannot read it. What could not be written would not be read, and the engine
/// would say so.
fn carried(command: &contract::Command) -> File {
    File(postcard::to_stdvec(command).unwrap_or_default())
}
