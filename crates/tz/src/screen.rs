//! What is printed: answers to standard output, everything said to a person to standard error.

use crate::fault::Fault;
use language::Language;
use serde_json::Value as Json;
use std::io::{ErrorKind, Write};
use unicode_width::UnicodeWidthStr;

/// No column of a table is wider, in terminal cells.
const WIDEST: usize = 40;

/// Where to print, and how.
pub struct Screen {
    /// The person's language.
    pub language: Language,
    /// JSON instead of text.
    pub json: bool,
}

impl Screen {
    /// A screen.
    pub fn new(language: Language, json: bool) -> Self {
        Self { language, json }
    }

    /// An answer: one text or, with `--json`, one JSON value.
    pub fn answer(&self, text: impl FnOnce() -> String, json: impl FnOnce() -> Json) -> Result<(), Fault> {
        self.print(&if self.json { format!("{:#}", json()) } else { text() })
    }

    /// Lines to standard output, at once.
    pub fn print(&self, text: &str) -> Result<(), Fault> {
        if text.is_empty() {
            return Ok(());
        }
        let mut out = std::io::stdout().lock();
        let end = if text.ends_with('\n') { "" } else { "\n" };
        out.write_all(text.as_bytes())
            .and_then(|()| out.write_all(end.as_bytes()))
            .and_then(|()| out.flush())
            .map_err(|error| match error.kind() {
                ErrorKind::BrokenPipe => Fault::ReaderGone,
                _ => Fault::Output { path: "stdout".into(), system: error.to_string() },
            })
    }

    /// A sentence to the person, on standard error.
    pub fn note(&self, sentence: &str) {
        // When standard error is closed nobody wants to know.
        let _ = writeln!(std::io::stderr().lock(), "{sentence}");
    }
}

/// Rows under a header, in columns that line up; only the last column is never cut.
pub fn table(header: &[String], rows: &[Vec<String>]) -> String {
    let lines: Vec<Vec<String>> = std::iter::once(header)
        .chain(rows.iter().map(Vec::as_slice))
        .map(|row| row.iter().map(|cell| one_line(cell)).collect())
        .collect();
    let width_of =
        |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> =
        (0..header.len()).map(|column| width_of(column).unwrap_or(0).min(WIDEST)).collect();
    let mut text = String::new();
    for line in &lines {
        let mut row = String::new();
        for (column, cell) in line.iter().enumerate() {
            if column + 1 == header.len() {
                row.push_str(cell);
            } else {
                let cell = cut(cell, widths[column]);
                row.push_str(&cell);
                row.extend(std::iter::repeat_n(' ', widths[column].saturating_sub(cell.width()) + 2));
            }
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

fn one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut kept = String::new();
    for character in cell.chars() {
        kept.push(character);
        if kept.width() >= width {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_with_hanzi_and_long_cells_are_cut() {
        let header = ["name".to_owned(), "class".to_owned()];
        let rows = [vec!["锦华".to_owned(), "A".to_owned()], vec!["x".repeat(50), "B\nB".to_owned()]];
        let expected =
            format!("name{}  class\n锦华{}  A\n{}…  B B\n", " ".repeat(36), " ".repeat(36), "x".repeat(39));
        assert_eq!(table(&header, &rows), expected);
    }
}
