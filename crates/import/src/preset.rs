//! What the files of one program look like, as data.

mod maven;

use domain::record::KindSpec;

/// Every preset there is.
pub const PRESETS: &[&Preset] = &[&maven::MAVEN];

/// The preset with this code.
pub fn preset(code: &str) -> Option<&'static Preset> {
    PRESETS.iter().copied().find(|preset| preset.code == code)
}

/// What the files of one program look like.
#[derive(Debug)]
pub struct Preset {
    /// Its stable name, part of every record's id.
    pub code: &'static str,
    /// What the program's makers call it.
    pub name: &'static str,
    /// What is read, what is pointed to before what points there.
    pub tables: &'static [TableSpec],
}

/// Rows of a file that become records of one kind. A file may hold several.
#[derive(Debug)]
pub struct TableSpec {
    /// Its stable name, part of every record's id.
    pub name: &'static str,
    /// The file.
    pub file: &'static str,
    /// What its rows become.
    pub kind: &'static KindSpec,
    /// The column by which a row is known: never empty.
    pub key: &'static str,
    /// The same key may stand in many rows, of which the first one counts; otherwise in one.
    pub repeats: bool,
    /// Where each field comes from. A field that uses what another one made of a cell stands after it.
    pub fields: &'static [FieldSource],
}

/// Where a field comes from.
#[derive(Debug)]
pub struct FieldSource {
    /// The field's name in its kind.
    pub field: &'static str,
    /// Where its value comes from.
    pub source: Source,
}

/// Where a value comes from.
#[derive(Debug)]
pub enum Source {
    /// From nowhere: every record has this code.
    Fixed(&'static str),
    /// From a cell.
    Cell {
        /// The column.
        column: &'static str,
        /// How it is read.
        reading: Reading,
        /// An empty cell is nothing to remark upon.
        may_be_empty: bool,
    },
    /// The first of these cells that holds a day. What is wrong with them is said where they are read themselves.
    FirstDay(&'static [&'static str]),
    /// These cells, as far as they hold something, with a space between; each as it was read by an earlier field.
    Joined(&'static [&'static str]),
}

/// How a cell is read.
#[derive(Debug)]
pub enum Reading {
    /// As text, these spellings put right.
    Text(&'static [(&'static str, &'static str)]),
    /// As a whole number.
    Whole,
    /// As an amount of money in units of ten to the power of so much.
    Money(u32),
    /// As a day.
    Day,
    /// As what a row of this table is known by.
    Row(&'static str),
    /// As where a deal stands.
    Standing(&'static [(&'static str, Standing)]),
}

/// Where a deal stands, in whatever stages the team has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the open stage of this position, or the last open one.
    Open(usize),
    /// Won.
    Won,
    /// Lost.
    Lost,
}

impl Preset {
    /// The files it needs, each once.
    pub fn files(&self) -> Vec<&'static str> {
        let mut files: Vec<_> = self.tables.iter().map(|table| table.file).collect();
        files.dedup();
        files
    }
}

impl TableSpec {
    /// The columns it needs.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        let of_fields = self.fields.iter().flat_map(|field| match &field.source {
            Source::Fixed(_) => &[],
            Source::Cell { column, .. } => std::slice::from_ref(column),
            Source::FirstDay(columns) | Source::Joined(columns) => columns,
        });
        std::iter::once(self.key).chain(of_fields.copied())
    }
}

const fn cell(field: &'static str, column: &'static str, reading: Reading) -> FieldSource {
    FieldSource { field, source: Source::Cell { column, reading, may_be_empty: false } }
}

const fn cell_or_nothing(field: &'static str, column: &'static str, reading: Reading) -> FieldSource {
    FieldSource { field, source: Source::Cell { column, reading, may_be_empty: true } }
}

const fn fixed(field: &'static str, code: &'static str) -> FieldSource {
    FieldSource { field, source: Source::Fixed(code) }
}

const TEXT: Reading = Reading::Text(&[]);

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::FieldType;

    #[test]
    fn every_preset_fits_the_kinds_it_fills() {
        for preset in PRESETS {
            assert_eq!(super::preset(preset.code).map(|found| found.name), Some(preset.name));
            for (at, table) in preset.tables.iter().enumerate() {
                assert!(table.kind.import().is_some(), "{} come from no import", table.kind.name);
                let named = preset.tables.iter().filter(|other| other.name == table.name);
                assert_eq!(named.count(), 1, "two tables {}", table.name);
                let mut filled = Vec::new();
                for FieldSource { field, source } in table.fields {
                    let (_, spec) = table.kind.field(field).unwrap_or_else(|| panic!("no field {field}"));
                    filled.push(*field);
                    check(&preset.tables[..=at], spec.field_type, source);
                }
                for required in
                    table.kind.fields.iter().filter(|field| field.has(domain::record::Mark::Required))
                {
                    assert!(filled.contains(&required.name), "{}.{} stays empty", table.name, required.name);
                }
            }
        }
    }

    fn check(tables: &[TableSpec], field_type: FieldType, source: &Source) {
        let fits = match source {
            Source::Fixed(code) => matches!(field_type, FieldType::Choice(codes) if codes.contains(code)),
            Source::FirstDay(_) => field_type == FieldType::Date,
            Source::Joined(_) => field_type == FieldType::Text,
            Source::Cell { reading, .. } => match reading {
                Reading::Text(_) => field_type == FieldType::Text,
                Reading::Whole => field_type == FieldType::Int,
                Reading::Money(_) => field_type == FieldType::Money,
                Reading::Day => field_type == FieldType::Date,
                Reading::Standing(_) => field_type == FieldType::Reference("stage"),
                Reading::Row(name) => {
                    let target = tables.iter().find(|table| table.name == *name);
                    target.is_some_and(|target| field_type == FieldType::Reference(target.kind.name))
                }
            },
        };
        assert!(fits, "{source:?} for {field_type:?}");
    }
}
