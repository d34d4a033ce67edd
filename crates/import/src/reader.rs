//! The reader of files as an app hosts it: messages in, messages out. It holds a plan while somebody looks at it, and
//! hands it out batch by batch, each when the one before is on disk.

use crate::plan::{Plan, Team, read};
use crate::{BATCH, File, PRESETS, Preset, preset, report};
use contract::import::{FromReader, ImportFault, PresetRow, Preview, Progress, ToReader};
use contract::query::Window;
use domain::record::Record;
use domain::stage::{Stage, StageId};
use language::{Language, import as say};

/// Reads files and carries out the plan that comes of them.
#[derive(Debug, Default)]
pub struct Reader {
    language: Language,
    plan: Option<Plan>,
    under_way: Option<UnderWay>,
}

/// A plan that is being carried out.
#[derive(Debug)]
struct UnderWay {
    title: String,
    progress: Progress,
}

impl Reader {
    /// Take one message and say what follows from it.
    pub fn handle(&mut self, message: ToReader) -> Vec<FromReader> {
        match message {
            ToReader::Presets => {
                vec![FromReader::Presets(PRESETS.iter().map(|preset| row(preset)).collect())]
            }
            ToReader::Read { chinese, preset, team, stages, files } => {
                let language = if chinese { Language::Chinese } else { Language::English };
                *self = Self { language, ..Self::default() };
                let stages = stages.iter().map(|(id, fields)| (StageId(*id), Stage::from_fields(fields)));
                vec![self.read(&preset, &Team { id: team, stages: stages.collect() }, &files)]
            }
            ToReader::Remarks(window) => self.plan.iter().map(|plan| self.remarks(plan, window)).collect(),
            ToReader::Report => self.plan.iter().map(|plan| self.report(plan)).collect(),
            ToReader::Start { title } => self.start(title),
            ToReader::Saved { new } => self.saved(new),
            ToReader::Stop => self
                .under_way
                .take()
                .map(|under_way| FromReader::Over(under_way.progress))
                .into_iter()
                .collect(),
        }
    }

    fn read(&mut self, code: &str, team: &Team, files: &[(String, contract::File)]) -> FromReader {
        let files: Vec<File<'_>> = files.iter().map(|(name, file)| File { name, bytes: &file.0 }).collect();
        let plan = preset(code)
            .ok_or_else(|| ImportFault::NoPreset(code.to_owned()))
            .and_then(|preset| read(preset, &files, team));
        match plan {
            Ok(plan) => {
                let preview = self.preview(&plan);
                self.plan = Some(plan);
                FromReader::Read(Box::new(preview))
            }
            Err(fault) => FromReader::NotRead(say::fault(self.language, &fault)),
        }
    }

    fn start(&mut self, title: String) -> Vec<FromReader> {
        let Some(plan) = self.plan.as_ref().filter(|_| self.under_way.is_none()) else { return Vec::new() };
        let progress = Progress { all: count(plan.records.len()), ..Progress::default() };
        self.under_way = Some(UnderWay { title, progress });
        self.next()
    }

    fn saved(&mut self, new: u32) -> Vec<FromReader> {
        let Some(UnderWay { progress, .. }) = &mut self.under_way else { return Vec::new() };
        progress.done = progress.all.min(progress.done.saturating_add(count(BATCH)));
        progress.new = progress.new.saturating_add(new);
        let progress = *progress;
        let mut said = vec![FromReader::Progress(progress)];
        said.extend(self.next());
        said
    }

    /// The next batch, or the end.
    fn next(&mut self) -> Vec<FromReader> {
        let (Some(plan), Some(UnderWay { title, progress })) = (&self.plan, &self.under_way) else {
            return Vec::new();
        };
        let progress = *progress;
        match plan.batch(progress.done as usize, title) {
            // What could not be written would not be read, and the engine would say so.
            Some(command) => {
                let bytes = postcard::to_stdvec(&command).unwrap_or_default();
                vec![FromReader::Batch(contract::File(bytes))]
            }
            None => {
                self.under_way = None;
                vec![FromReader::Over(progress)]
            }
        }
    }

    fn remarks(&self, plan: &Plan, window: Window) -> FromReader {
        let rows = plan.remarks.iter().skip(window.offset as usize).take(window.count as usize);
        let rows = rows.map(|remark| say::remark(self.language, remark)).collect();
        FromReader::Remarks { offset: window.offset, rows }
    }

    fn report(&self, plan: &Plan) -> FromReader {
        FromReader::Report(contract::File(report(self.language, &plan.remarks)))
    }

    fn preview(&self, plan: &Plan) -> Preview {
        let mut kinds: Vec<(String, u32)> = Vec::new();
        for (kind, ..) in &plan.records {
            match kinds.iter_mut().find(|(other, _)| other == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind.clone(), 1)),
            }
        }
        let encodings =
            plan.encodings.iter().map(|(file, encoding)| say::read_in(self.language, file, *encoding));
        let unread = plan.unread.iter().map(|(file, column)| say::unread(self.language, file, column));
        let sorts = plan.sorts().into_iter().map(|(first, many)| say::remarks(self.language, first, many));
        Preview {
            import: plan.import,
            kinds,
            rows: plan.rows,
            remark_count: count(plan.remarks.len()),
            sorts: sorts.collect(),
            notes: encodings.chain(unread).collect(),
        }
    }
}

fn row(preset: &Preset) -> PresetRow {
    PresetRow {
        code: preset.code.to_owned(),
        name: preset.name.to_owned(),
        files: preset.files().into_iter().map(str::to_owned).collect(),
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
