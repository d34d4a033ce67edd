//! The reader of files as an app hosts it: messages in, messages out. It holds a plan while somebody looks at it, and
//! hands it out batch by batch, each when the one before is on disk.

use crate::plan::{Plan, Team, read};
use crate::{BATCH, File, preset};
use contract::import::{FromReader, ImportFault, Preview, Progress, ToReader};
use contract::query::Window;

/// Reads files and carries out the plan that comes of them.
#[derive(Debug, Default)]
pub struct Reader {
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
            ToReader::Read { preset, team, stages, files } => {
                *self = Self::default();
                vec![self.read(&preset, &Team { id: team, stages }, &files)]
            }
            ToReader::Remarks(window) => self.plan.iter().map(|plan| remarks(plan, window)).collect(),
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

    fn read(&mut self, code: &str, team: &Team, files: &[(String, Vec<u8>)]) -> FromReader {
        let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
        let plan = preset(code)
            .ok_or_else(|| ImportFault::NoPreset(code.to_owned()))
            .and_then(|preset| read(preset, &files, team));
        match plan {
            Ok(plan) => {
                let preview = preview(&plan);
                self.plan = Some(plan);
                FromReader::Read(Box::new(preview))
            }
            Err(fault) => FromReader::NotRead(fault),
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
            Some(command) => vec![FromReader::Batch(Box::new(command))],
            None => {
                self.under_way = None;
                vec![FromReader::Over(progress)]
            }
        }
    }
}

fn remarks(plan: &Plan, window: Window) -> FromReader {
    let rows = plan.remarks.iter().skip(window.offset as usize).take(window.count as usize);
    FromReader::Remarks { offset: window.offset, rows: rows.cloned().collect() }
}

fn preview(plan: &Plan) -> Preview {
    let mut kinds: Vec<(String, u32)> = Vec::new();
    for (kind, ..) in &plan.records {
        match kinds.iter_mut().find(|(other, _)| other == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind.clone(), 1)),
        }
    }
    Preview {
        import: plan.import,
        kinds,
        rows: plan.rows,
        remark_count: count(plan.remarks.len()),
        sorts: plan.sorts().into_iter().map(|(first, many)| (first.clone(), count(many))).collect(),
        encodings: plan.encodings.clone(),
        unread: plan.unread.clone(),
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
