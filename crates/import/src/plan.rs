//! From a preset and files to records.

use crate::File;
use crate::lookup::{Found, Lookup};
use crate::preset::{FieldSource, Preset, Reading, Source, Standing, TableSpec};
use crate::table::{Row, Table};
use crate::{identity, order, reading};
use contract::import::Encoding;
use contract::{Command, Deviation, FieldWrite, ImportFault, Remark};
use domain::RecordId;
use domain::import::ImportId;
use domain::record::{FieldSpec, LINE_LIMIT, Mark, PARAGRAPH_LIMIT, Value};
use domain::stage::{Stage, StageEnd, StageId};
use std::collections::{BTreeMap, HashMap};

/// Records in one batch: what is lost at most when somebody pulls the plug, and how often progress is told.
pub const BATCH: usize = 960;

/// What a plan needs to know of the team.
#[derive(Clone, Debug)]
pub struct Team {
    /// The record of the team.
    pub id: RecordId,
    /// Its stages.
    pub stages: Vec<(StageId, Stage)>,
}

/// What files become.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How the files were read.
    pub preset: &'static Preset,
    /// The import: the same for the same files.
    pub import: ImportId,
    /// Kind, id and fields of each; what is pointed to comes before what points there.
    pub records: Vec<(String, RecordId, Vec<FieldWrite>)>,
    /// What did not fit, in the order of the files.
    pub remarks: Vec<Remark>,
    /// How many rows the files hold below their headers.
    pub rows: u32,
    /// Files that are written in something else than UTF-8.
    pub encodings: Vec<(String, Encoding)>,
    /// Columns that nothing is made of: file and name.
    pub unread: Vec<(String, String)>,
}

impl Plan {
    /// The commands that carry it out, in order; `title` is what people will call the import.
    pub fn batches(&self, title: &str) -> impl Iterator<Item = Command> {
        (0..self.records.len()).step_by(BATCH).filter_map(move |from| self.batch(from, title))
    }

    /// The command that brings in the records from this position on; `None` behind the last one.
    pub fn batch(&self, from: usize, title: &str) -> Option<Command> {
        let records: Vec<_> = self.records.iter().skip(from).take(BATCH).cloned().collect();
        let text = |field: &str, text: &str| write(field, Value::Text(text.to_owned()));
        let count =
            |field: &str, count: usize| write(field, Value::Int(i64::try_from(count).unwrap_or(i64::MAX)));
        let about = vec![
            text("title", title),
            text("preset", self.preset.code),
            count("rows", self.rows as usize),
            count("remarks", self.remarks.len()),
        ];
        (!records.is_empty()).then_some(Command::Import { import: self.import, about, records })
    }

    /// The remarks by sort: the first of each, and how many there are; in the order of the files.
    pub fn sorts(&self) -> Vec<(&Remark, usize)> {
        let mut sorts: Vec<(&Remark, usize)> = Vec::new();
        let mut places: BTreeMap<(&str, &str, &str, &Deviation), usize> = BTreeMap::new();
        for remark in &self.remarks {
            // What a spelling is read as belongs to that spelling; what cannot be read is one sort whatever it is.
            let is_spelling = matches!(remark.deviation, Deviation::ReadAs(_));
            let spelling = if is_spelling { remark.found.as_str() } else { "" };
            let sort = (remark.file.as_str(), remark.column.as_str(), spelling, &remark.deviation);
            let at = *places.entry(sort).or_insert_with(|| {
                sorts.push((remark, 0));
                sorts.len() - 1
            });
            sorts[at].1 += 1;
        }
        sorts
    }
}

/// Read a preset's files. Files that it does not need are not looked at; names are compared without case.
///
/// # Errors
/// What is wrong with the files; there is no plan then.
pub fn read(preset: &'static Preset, files: &[File<'_>], team: &Team) -> Result<Plan, ImportFault> {
    let named = |wanted: &str| files.iter().find(|file| file.name.eq_ignore_ascii_case(wanted)).copied();
    let (found, missing): (Vec<_>, Vec<_>) =
        preset.files().into_iter().map(|wanted| named(wanted).ok_or(wanted)).partition(Result::is_ok);
    if !missing.is_empty() {
        let missing = missing.into_iter().filter_map(Result::err);
        return Err(ImportFault::MissingFiles(missing.map(str::to_owned).collect()));
    }
    let found: Vec<File<'_>> = found.into_iter().flatten().collect();
    let mut tables = Vec::with_capacity(found.len());
    for (file, name) in found.iter().zip(preset.files()) {
        let table = Table::read(name, file.bytes)?;
        has_columns(preset, &table)?;
        tables.push(table);
    }
    let mut planning = Planning {
        preset,
        team,
        lookups: HashMap::new(),
        plan: Plan {
            preset,
            import: ImportId(identity::import_id(team.id, preset.code, found.into_iter())),
            records: Vec::new(),
            remarks: Vec::new(),
            rows: 0,
            encodings: Vec::new(),
            unread: Vec::new(),
        },
    };
    for table in &tables {
        planning.look_at(table);
    }
    for spec in preset.tables {
        let Some(table) = tables.iter().find(|table| table.file == spec.file) else { continue };
        planning.add(spec, table)?;
    }
    let mut plan = planning.plan;
    let place = |file: &str| tables.iter().position(|table| table.file == file);
    plan.remarks.sort_by_key(|remark| (place(&remark.file), remark.line));
    // A cell of which several records are made is remarked upon once.
    plan.remarks.dedup();
    Ok(plan)
}

fn has_columns(preset: &Preset, table: &Table) -> Result<(), ImportFault> {
    let of_file = preset.tables.iter().filter(|spec| spec.file == table.file);
    let mut columns: Vec<String> = Vec::new();
    for column in of_file.flat_map(TableSpec::columns) {
        if table.column(column).is_none() && !columns.iter().any(|missing| missing == column) {
            columns.push(column.to_owned());
        }
    }
    if columns.is_empty() {
        return Ok(());
    }
    Err(ImportFault::MissingColumns { file: table.file.clone(), columns })
}

/// A plan in the making.
struct Planning<'a> {
    preset: &'static Preset,
    team: &'a Team,
    lookups: HashMap<&'static str, Lookup>,
    plan: Plan,
}

/// A row that becomes a record.
struct Wanted<'a> {
    id: RecordId,
    row: &'a Row,
    key: &'a str,
}

impl Planning<'_> {
    fn look_at(&mut self, table: &Table) {
        self.plan.rows += table.rows().len() as u32;
        if table.encoding != Encoding::Utf8 {
            self.plan.encodings.push((table.file.clone(), table.encoding));
        }
        let of_file = || self.preset.tables.iter().filter(|spec| spec.file == table.file);
        for column in table.columns() {
            if !of_file().flat_map(TableSpec::columns).any(|read| read == column) {
                self.plan.unread.push((table.file.clone(), column.clone()));
            }
        }
    }

    /// The records of one table.
    fn add(&mut self, spec: &'static TableSpec, table: &Table) -> Result<(), ImportFault> {
        let rows = self.known(spec, table)?;
        let mut records = Vec::with_capacity(rows.len());
        let mut siblings = vec![None; rows.len()];
        let positions: HashMap<RecordId, usize> =
            rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let own = spec.fields.iter().find(|field| field.reads_rows_of(spec.name));
        for (at, row) in rows.iter().enumerate() {
            let fields = self.fields(spec, table, row)?;
            let sibling = own.and_then(|own| fields.iter().find(|write| write.field == own.field));
            if let Some(Value::Id(id)) = sibling.and_then(|write| write.value.clone()) {
                siblings[at] = positions.get(&id).copied();
            }
            records.push(Some((spec.kind.name.to_owned(), row.id, fields)));
        }
        let (order, in_circles) = order::targets_first(&mut siblings);
        if let Some(FieldSource { field, source: Source::Cell { column, .. } }) = own {
            for at in in_circles {
                let cell = table.column(column).map_or("", |column| rows[at].row.cell(column));
                self.remark(table, rows[at].row, column, cell, Deviation::Circle);
                if let Some((_, _, fields)) = &mut records[at] {
                    fields.retain(|write| write.field != *field);
                }
            }
        }
        self.plan.records.extend(order.into_iter().filter_map(|at| records[at].take()));
        Ok(())
    }

    /// The rows that become records, and a lookup of what they are known by.
    fn known<'t>(
        &mut self,
        spec: &'static TableSpec,
        table: &'t Table,
    ) -> Result<Vec<Wanted<'t>>, ImportFault> {
        let missing =
            || ImportFault::MissingColumns { file: table.file.clone(), columns: vec![spec.key.to_owned()] };
        let column = table.column(spec.key).ok_or_else(missing)?;
        let mut lines: HashMap<&str, u32> = HashMap::new();
        let mut rows = Vec::new();
        let lookup = self.lookups.entry(spec.name).or_default();
        for row in table.rows() {
            let key = row.cell(column);
            let (file, line) = (table.file.clone(), row.line);
            if key.is_empty() && spec.repeats {
                continue;
            }
            if key.is_empty() {
                return Err(ImportFault::NoKey { file, line, column: spec.key.to_owned() });
            }
            if let Some(first) = lines.get(key).copied() {
                if spec.repeats {
                    continue;
                }
                return Err(ImportFault::SameKey { file, line, first, key: key.to_owned() });
            }
            lines.insert(key, line);
            let id = identity::record_id(self.team.id, self.preset.code, spec.name, key);
            lookup.insert(key, id);
            rows.push(Wanted { id, row, key });
        }
        Ok(rows)
    }

    fn fields(
        &mut self,
        spec: &'static TableSpec,
        table: &Table,
        wanted: &Wanted<'_>,
    ) -> Result<Vec<FieldWrite>, ImportFault> {
        let mut read_as: Vec<(&str, String)> = Vec::new();
        let mut fields = Vec::with_capacity(spec.fields.len());
        let text = |column: &str| table.column(column).map_or("", |column| wanted.row.cell(column));
        for FieldSource { field, source } in spec.fields {
            let Some((_, field)) = spec.kind.field(field) else { continue };
            let (value, column) = match source {
                Source::Fixed(code) => (Some(Value::Text((*code).to_owned())), spec.key),
                Source::FirstDay(columns) => {
                    (columns.iter().find_map(|column| reading::day(text(column))).map(Value::Date), spec.key)
                }
                Source::Joined(columns) => {
                    let read = |column: &&'static str| {
                        read_as
                            .iter()
                            .find(|(other, _)| other == column)
                            .map_or(text(column), |(_, text)| text)
                    };
                    let parts: Vec<&str> = columns.iter().map(read).filter(|part| !part.is_empty()).collect();
                    (Some(Value::Text(parts.join(" "))), spec.key)
                }
                Source::Cell { column, may_be_empty: true, .. } if text(column).is_empty() => continue,
                Source::Cell { column, reading, .. } => {
                    let cell = text(column);
                    let (value, deviation) = self.value(reading, cell)?;
                    if let Some(Deviation::ReadAs(text)) = &deviation {
                        read_as.push((*column, text.clone()));
                    }
                    if let Some(deviation) = deviation {
                        self.remark(table, wanted.row, column, cell, deviation);
                    }
                    (value, *column)
                }
            };
            let Some(value) = value else { continue };
            let value = match value {
                Value::Text(text) => {
                    let (fitted, deviations) = fitted(field, text);
                    for deviation in deviations {
                        let cell =
                            if column == spec.key { wanted.key } else { text_of(table, wanted.row, column) };
                        self.remark(table, wanted.row, column, cell, deviation);
                    }
                    Value::Text(fitted)
                }
                other => other,
            };
            fields.push(write(field.name, value));
        }
        Ok(fields)
    }

    /// What a cell says, and how it does not fit.
    fn value(
        &self,
        reading: &Reading,
        cell: &str,
    ) -> Result<(Option<Value>, Option<Deviation>), ImportFault> {
        if cell.is_empty() {
            return Ok((None, Some(Deviation::Empty)));
        }
        let known = |value: Option<Value>, otherwise| {
            let deviation = value.is_none().then_some(otherwise);
            (value, deviation)
        };
        Ok(match reading {
            Reading::Text(spellings) => {
                let right = spellings.iter().find(|(wrong, _)| wrong == &cell).map(|(_, right)| *right);
                let deviation = right.map(|right| Deviation::ReadAs(right.to_owned()));
                (Some(Value::Text(right.unwrap_or(cell).to_owned())), deviation)
            }
            Reading::Whole => known(reading::number(cell, 0).map(Value::Int), Deviation::NotANumber),
            // Money is kept in hundredths.
            Reading::Money(power) => {
                known(reading::number(cell, power + 2).map(Value::Int), Deviation::NotANumber)
            }
            Reading::Day => known(reading::day(cell).map(Value::Date), Deviation::NotADay),
            Reading::Row(table) => match self.lookups.get(table).map(|lookup| lookup.find(cell)) {
                Some(Found::Exactly(id)) => (Some(Value::Id(id)), None),
                Some(Found::As(id, key)) => (Some(Value::Id(id)), Some(Deviation::ReadAs(key.to_owned()))),
                Some(Found::Nothing) | None => (None, Some(Deviation::NotInFiles)),
            },
            Reading::Standing(words) => {
                let Some((word, standing)) = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(cell))
                else {
                    return Ok((None, Some(Deviation::UnknownWord)));
                };
                let stage = self.stage(*standing).ok_or_else(|| ImportFault::NoStage((*word).to_owned()))?;
                let deviation = (*word != cell).then(|| Deviation::ReadAs((*word).to_owned()));
                (Some(Value::Id(stage.0)), deviation)
            }
        })
    }

    /// The team's stage for deals that stand so.
    fn stage(&self, standing: Standing) -> Option<StageId> {
        let end = match standing {
            Standing::Open(_) => None,
            Standing::Won => Some(StageEnd::Won),
            Standing::Lost => Some(StageEnd::Lost),
        };
        let mut stages: Vec<_> = self.team.stages.iter().filter(|(_, stage)| stage.end == end).collect();
        stages.sort_by_key(|(id, stage)| (stage.place.unwrap_or(i64::MAX), *id));
        let at = if let Standing::Open(at) = standing { at.min(stages.len().checked_sub(1)?) } else { 0 };
        stages.get(at).map(|(id, _)| *id)
    }

    fn remark(&mut self, table: &Table, row: &Row, column: &str, found: &str, deviation: Deviation) {
        self.plan.remarks.push(Remark {
            file: table.file.clone(),
            line: row.line,
            column: column.to_owned(),
            found: found.to_owned(),
            deviation,
        });
    }
}

impl FieldSource {
    fn reads_rows_of(&self, table: &str) -> bool {
        matches!(&self.source, Source::Cell { reading: Reading::Row(name), .. } if *name == table)
    }
}

fn text_of<'t>(table: &Table, row: &'t Row, column: &str) -> &'t str {
    table.column(column).map_or("", |column| row.cell(column))
}

fn write(field: &str, value: Value) -> FieldWrite {
    FieldWrite { field: field.to_owned(), value: Some(value) }
}

/// A text as its field takes it, and what was done to it.
fn fitted(field: &FieldSpec, text: String) -> (String, Vec<Deviation>) {
    let mut deviations = Vec::new();
    let is_paragraph = field.has(Mark::Paragraph);
    let is_odd = |c: char| c.is_control() && c != '\t' && !(c == '\n' && is_paragraph);
    let mut text = text;
    if text.contains(is_odd) {
        text =
            text.split(is_odd).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        deviations.push(Deviation::MadeOneLine);
    }
    let limit = if is_paragraph { PARAGRAPH_LIMIT } else { LINE_LIMIT };
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end);
        deviations.push(Deviation::Shortened(limit as u32));
    }
    (text, deviations)
}
