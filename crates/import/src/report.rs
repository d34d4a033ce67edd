//! What did not fit, row by row, for a spreadsheet.

use crate::spreadsheet::{harmless, table};
use contract::Remark;
use language::{Language, import as say};

/// The remarks under a header.
pub fn report(language: Language, remarks: &[Remark]) -> Vec<u8> {
    let header = say::COLUMNS.map(|word| word.say(language).to_owned()).to_vec();
    let rows = remarks.iter().map(|remark| {
        let done = harmless(say::deviation(language, &remark.deviation));
        let Remark { file, line, column, found, .. } = remark.clone();
        vec![harmless(file), line.to_string(), harmless(column), harmless(found), done]
    });
    table(std::iter::once(header).chain(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::Deviation;

    #[test]
    fn a_report_has_a_line_for_each_remark_and_runs_no_formula() {
        let remark = |found: &str, deviation| Remark {
            file: "sales_pipeline.csv".to_owned(),
            line: 7,
            column: "product".to_owned(),
            found: found.to_owned(),
            deviation,
        };
        let remarks = [
            remark("GTXPro", Deviation::ReadAs("GTX Pro".to_owned())),
            remark("=HYPERLINK(\"x\")", Deviation::UnknownWord),
        ];
        let text = String::from_utf8(report(Language::English, &remarks)).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "File,Line,Column,Found,What was done");
        assert!(lines[1].starts_with("sales_pipeline.csv,7,product,GTXPro,"));
        assert!(lines[2].contains(r#""'=HYPERLINK(""x"")""#), "{}", lines[2]);
    }
}
