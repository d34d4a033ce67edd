//! How large a shard may be: what touching one cold record costs, by records per document.
//!
//! `cargo run --release -p engine --example shard_size`

use domain::RecordId;
use domain::customer::Customer;
use domain::record::{Record, Value};
use engine::document::{Document, RecordWrite};
use std::time::Instant;

const EDITS_PER_RECORD: usize = 8;
const ACTORS: usize = 60;

fn main() {
    println!(
        "records  saved KB  load ms  edit ms  record read µs  (median of 15; {EDITS_PER_RECORD} edits per record, {ACTORS} actors)"
    );
    for records in [100, 250, 500, 1000, 2000] {
        let saved = history(records);
        let bytes = saved.len();
        let chunks = [saved];
        let mut loads = Vec::new();
        let mut edits = Vec::new();
        let mut reads = Vec::new();
        for round in 0..15 {
            let begun = Instant::now();
            let mut document = Document::load(&chunks, &actor(99)).expect("loads");
            loads.push(begun.elapsed());
            let begun = Instant::now();
            document.write(0, "customer", &[write(round * records / 15, "再联系")]).expect("writes");
            edits.push(begun.elapsed());
            let begun = Instant::now();
            document.record(id(round * records / 15));
            reads.push(begun.elapsed());
        }
        println!(
            "{records:>7}  {:>8}  {:>7.2}  {:>7.2}  {:>14.0}",
            bytes / 1024,
            median(&mut loads) * 1e3,
            median(&mut edits) * 1e3,
            median(&mut reads) * 1e6
        );
    }
}

fn history(records: usize) -> Vec<u8> {
    let team = sample::generate(
        7,
        chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day"),
        480,
        sample::Language::Chinese,
        sample::Size { customers: records, contacts: 0, follow_ups: 0, ..sample::Size::look_around() },
    );
    let created: Vec<RecordWrite> = team
        .customers
        .iter()
        .enumerate()
        .map(|(n, (_, customer))| RecordWrite {
            id: id(n),
            kind: Customer::SPEC,
            fields: customer.to_fields().0.into_iter().map(|(index, value)| (index, Some(value))).collect(),
            live: true,
        })
        .collect();
    let mut document = Document::begin(&actor(0)).expect("begins");
    document.write(0, "customer", &created).expect("writes");
    let mut saved = document.save();
    for author in 1..ACTORS {
        let mut document = Document::load(&[saved], &actor(author as u8)).expect("loads");
        for edit in 0..records * EDITS_PER_RECORD / ACTORS {
            let n = (edit * ACTORS + author * 7) % records;
            document.write(edit as i64, "customer", &[write(n, &format!("第{edit}次"))]).expect("writes");
        }
        saved = document.save();
    }
    saved
}

fn write(n: usize, text: &str) -> RecordWrite {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1 + (n % 28) as u32).map(Value::Date);
    let fields = vec![(Customer::next_action, Some(Value::Text(text.into()))), (Customer::next_date, day)];
    RecordWrite { id: id(n), kind: Customer::SPEC, fields, live: true }
}

fn id(n: usize) -> RecordId {
    RecordId((n as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_le_bytes())
}

fn actor(n: u8) -> [u8; 24] {
    [n; 24]
}

fn median(times: &mut [std::time::Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
