//! Prints part of both sample teams, and how long the full size takes.
//!
//!     cargo run --release -p sample --example show_sample

use sample::{Language, Size, generate};
use std::time::Instant;

fn main() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    for language in [Language::Chinese, Language::English] {
        let team = generate(1, today, 480, language, Size::look_around());
        println!("== {}", team.team_name);
        for (_, member) in &team.members {
            println!("{} {:?} {} {}", member.name, member.role, member.phone, member.wechat);
        }
        for (_, customer) in team.customers.iter().take(25) {
            let next = customer.next_date.map_or(String::new(), |date| date.to_string());
            println!(
                "{} | {} | {} | {} | {next} {} | {} {}",
                customer.name,
                customer.region,
                customer.industry,
                customer.address,
                customer.next_action,
                customer.preferences,
                customer.note
            );
        }
        for (_, contact) in team.contacts.iter().take(8) {
            println!(
                "{} {} {} {} {}",
                contact.name, contact.position, contact.phone, contact.wechat, contact.email
            );
        }
        for (_, touch) in team.follow_ups.iter().rev().take(40) {
            println!("{:?} {:?} {:?}: {}", touch.channel, touch.outcome, touch.next_date, touch.text);
        }
        for (name, size) in
            [("look around", Size::look_around()), ("full", Size::full()), ("search", Size::search())]
        {
            let started = Instant::now();
            std::hint::black_box(generate(1, today, 480, language, size));
            println!("{name}: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
        }
    }
}
