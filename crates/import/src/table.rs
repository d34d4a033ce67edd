//! From text to rows and cells.

use crate::encoding::decode;
use contract::import::{Encoding, ImportFault};
use csv::{ReaderBuilder, StringRecord, Trim};

/// The largest file that is read.
pub const MIB_LIMIT: u32 = 64;
/// The most rows that are read of a file; what other programs let out at once.
pub const ROW_LIMIT: u32 = 250_000;

/// A file of comma-separated values.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file's name.
    pub file: String,
    /// How its text is written.
    pub encoding: Encoding,
    header: Vec<String>,
    rows: Vec<Row>,
}

/// A row below the header.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line on which it begins.
    pub line: u32,
    cells: StringRecord,
}

/// A column by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column(usize);

impl Table {
    /// A file's rows, cells trimmed. Columns are parted by comma, semicolon or tab.
    ///
    /// # Errors
    /// When it is no such file, too large, damaged, or empty.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, ImportFault> {
        let name = || file.to_owned();
        if bytes.len() as u64 > u64::from(MIB_LIMIT) << 20 {
            return Err(ImportFault::TooLarge { file: name(), limit_mib: MIB_LIMIT });
        }
        let (text, encoding) = decode(bytes).ok_or_else(|| ImportFault::NotText { file: name() })?;
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .trim(Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let unreadable = |_| ImportFault::NotText { file: file.to_owned() };
        let header: Vec<String> = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
        let mut rows: Vec<Row> = Vec::new();
        let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
        for cells in reader.records() {
            let cells = cells.map_err(unreadable)?;
            let line = lines.line_of(cells.position().map_or(0, csv::Position::byte));
            if rows.len() >= ROW_LIMIT as usize {
                return Err(ImportFault::TooManyRows { file: name(), limit: ROW_LIMIT });
            }
            rows.push(Row { line, cells });
        }
        let table = Self { file: name(), encoding, header, rows };
        table.check(&text)?;
        Ok(table)
    }

    fn check(&self, text: &str) -> Result<(), ImportFault> {
        let file = || self.file.clone();
        for (at, column) in self.header.iter().enumerate() {
            if !column.is_empty() && self.header[..at].contains(column) {
                return Err(ImportFault::TwoColumns { file: file(), column: column.clone() });
            }
        }
        let Some(last) = self.rows.last() else { return Err(ImportFault::NoRows { file: file() }) };
        // A quotation mark that is never closed makes one cell of the rest of the file.
        let is_of_several_lines = last.cells.iter().next_back().is_some_and(|cell| cell.contains('\n'));
        if is_of_several_lines && !text.trim_end().ends_with('"') {
            return Err(ImportFault::OpenQuote { file: file(), line: last.line });
        }
        match self.rows.iter().find(|row| row.cells.len() != self.header.len()) {
            None => Ok(()),
            Some(row) => Err(ImportFault::UnevenRow {
                file: file(),
                line: row.line,
                expected: u32::try_from(self.header.len()).unwrap_or(u32::MAX),
                found: u32::try_from(row.cells.len()).unwrap_or(u32::MAX),
            }),
        }
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<Column> {
        self.header.iter().position(|other| other == name).map(Column)
    }

    /// The columns' names.
    pub fn columns(&self) -> &[String] {
        &self.header
    }

    /// The rows, in the file's order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

impl Row {
    /// A cell's text; empty where nothing stands.
    pub fn cell(&self, column: Column) -> &str {
        self.cells.get(column.0).unwrap_or_default()
    }
}

/// Counts lines up to a row. The reader's own count ends a line before the line feed that follows a carriage return,
/// and does not pass over empty lines.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of the first text at or after this byte; bytes are asked for in ascending order.
    fn line_of(&mut self, byte: u64) -> u32 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(next) = self.text.get(self.at) {
            let is_end = match next {
                b'\n' => true,
                b'\r' => self.text.get(self.at + 1) != Some(&b'\n'),
                _ if self.at >= byte => break,
                _ => false,
            };
            self.line = self.line.saturating_add(u32::from(is_end));
            self.at += 1;
        }
        self.line
    }
}

/// What parts the columns: whichever is most frequent in the header.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u32, Vec<String>)>, ImportFault> {
        let table = Table::read("a.csv", text.as_bytes())?;
        let row = |row: &Row| (row.line, row.cells.iter().map(str::to_owned).collect());
        Ok(table.rows.iter().map(row).collect())
    }

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        read(text).unwrap()
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn rows_know_the_line_on_which_they_begin() {
        let text = "a,b\r\n1, x \r\n\r\n2,\"y\nz\"\r\n3,\r\n";
        assert_eq!(rows(text), [row(2, &["1", "x"]), row(4, &["2", "y\nz"]), row(6, &["3", ""])]);
    }

    #[test]
    fn the_header_says_what_parts_the_columns() {
        assert_eq!(rows("a;b\n1,5;2"), [row(2, &["1,5", "2"])]);
        assert_eq!(rows("a\tb\n1\t2"), [row(2, &["1", "2"])]);
        assert_eq!(rows("a\n1"), [row(2, &["1"])]);
    }

    #[test]
    fn a_damaged_file_is_not_read() {
        let file = || "a.csv".to_owned();
        let uneven = |line, found| ImportFault::UnevenRow { file: file(), line, expected: 2, found };
        assert_eq!(read("a,b\n1,2\n3\n"), Err(uneven(3, 1)));
        assert_eq!(read("a,b\n1,2,3\n"), Err(uneven(2, 3)));
        let open = |line| ImportFault::OpenQuote { file: file(), line };
        assert_eq!(read("a,b\n1,2\n3,\"4\n5,6\n"), Err(open(3)));
        assert_eq!(read("a,b\n1,2\n\"3,4\n5,6\n"), Err(open(3)));
        assert_eq!(read(""), Err(ImportFault::NoRows { file: file() }));
        assert_eq!(read("a,b\n"), Err(ImportFault::NoRows { file: file() }));
        let twice = ImportFault::TwoColumns { file: file(), column: "a".to_owned() };
        assert_eq!(read("a,a\n1,2"), Err(twice));
        let many = format!("a\n{}", "1\n".repeat(ROW_LIMIT as usize + 1));
        assert_eq!(read(&many), Err(ImportFault::TooManyRows { file: file(), limit: ROW_LIMIT }));
        let large = vec![b'a'; (MIB_LIMIT as usize) << 20 | 1];
        let large = Table::read("a.csv", &large).map(drop);
        assert_eq!(large, Err(ImportFault::TooLarge { file: file(), limit_mib: MIB_LIMIT }));
    }

    #[test]
    fn a_last_row_of_several_lines_is_whole() {
        assert_eq!(rows("a,b\n\"1\n2\",\"3\n4\"\n"), [row(2, &["1\n2", "3\n4"])]);
        assert_eq!(rows("a,b\n\"1\n2\",3\n"), [row(2, &["1\n2", "3"])]);
    }
}
