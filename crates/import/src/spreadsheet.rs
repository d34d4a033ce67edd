//! Tables for spreadsheets: comma-separated values in UTF-8 with a byte order mark.

/// Excel reads UTF-8 only behind this.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The lines as a file; all are equally long.
pub fn table(lines: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    for line in lines {
        // Into memory, and all lines are equally long: nothing to fail.
        let _ = writer.write_record(line);
    }
    writer.into_inner().unwrap_or_default()
}

/// A spreadsheet runs text that begins like a formula; behind an apostrophe it stays text (OWASP, "CSV injection").
pub fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
