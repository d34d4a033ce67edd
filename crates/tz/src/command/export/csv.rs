//! One table per kind, for spreadsheets: UTF-8 with a byte order mark, columns by the fields' stable names.

use crate::fault::Fault;
use crate::peer::Peer;
use crate::value::{self, Titles};
use domain::RecordId;
use domain::record::{Fields, KindSpec, Value};
use import::spreadsheet::{self, harmless};
use std::collections::BTreeMap;

/// The titles that name one live record of their kind only: what a reference can be written as and read back from.
pub async fn unique_titles(peer: &mut Peer<'_>) -> Result<Titles, Fault> {
    let mut titles = Titles::new();
    for kind in domain::KINDS {
        let Some((title, _)) = kind.title() else { continue };
        let mut of_kind: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
        for (id, fields) in peer.records(kind.name, false).await?.rows {
            if let Some(Value::Text(text)) = fields.get(title) {
                of_kind.entry(text.trim().to_owned()).or_default().push(id);
            }
        }
        titles.extend(of_kind.into_iter().filter_map(|(title, ids)| match ids.as_slice() {
            [id] => Some((*id, title)),
            _ => None,
        }));
    }
    Ok(titles)
}

/// The table. References are written as titles, or as ids where a title would not be understood.
pub fn table(kind: &KindSpec, rows: &[(RecordId, Fields)], titles: &Titles) -> Vec<u8> {
    let reference = |id: RecordId| match titles.get(&id) {
        Some(title) if !title.contains([';', '；']) && title.parse::<RecordId>().is_err() => title.clone(),
        _ => id.to_string(),
    };
    let header = std::iter::once("id").chain(kind.fields.iter().map(|field| field.name));
    let mut lines = vec![header.map(str::to_owned).collect::<Vec<_>>()];
    for (id, fields) in rows {
        let mut line = vec![id.to_string()];
        for (index, field) in (0u8..).zip(kind.fields) {
            let value = fields.get(index);
            let cell =
                value.map(|value| value::text(field.field_type, value, &reference)).unwrap_or_default();
            let is_number = matches!(value, Some(Value::Int(_)));
            line.push(if is_number { cell } else { harmless(cell) });
        }
        lines.push(line);
    }
    spreadsheet::table(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::customer::{Customer, CustomerId};
    use domain::member::MemberId;
    use domain::record::Record;

    #[test]
    fn text_that_looks_like_a_formula_is_kept_as_text_and_references_are_titles() {
        let (known, twin) = (RecordId([1; 16]), RecordId([2; 16]));
        let customer = Customer {
            name: "=HYPERLINK(\"http://x\",\"锦华\")".into(),
            owner: Some(MemberId(known)),
            helpers: vec![MemberId(known), MemberId(twin)],
            phone: "+86 28 8888".into(),
            note: "two\nlines".into(),
            ..Customer::default()
        };
        let titles = Titles::from([(known, "陈晓".to_owned())]);
        let table =
            table(Customer::SPEC, &[(CustomerId(RecordId([3; 16])).0, customer.to_fields())], &titles);
        let text = String::from_utf8(table).unwrap();
        assert_eq!(
            text,
            format!(
                "\u{feff}id,name,class,owner,helpers,next_date,next_action,phone,region,industry,address,\
                 preferences,note,parent,employees,revenue,founded,import\r\n{},\"'=HYPERLINK(\"\"http://x\"\",\"\"锦华\"\")\",,陈晓,陈晓; {twin},,,\
                 '+86 28 8888,,,,,\"two\nlines\",,,,,\r\n",
                "03".repeat(16)
            )
        );
    }
}
