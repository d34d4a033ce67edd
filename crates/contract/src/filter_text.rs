//! Filters as a text that is kept: `class=A&due&text=锦华`. What a newer version wrote and this one does not know is
//! left out when it is read.

use crate::{CustomerFilter, Schedule, TaskFilter, TaskPart, Whose};
use domain::customer::CustomerClass;
use domain::member::MemberId;
use domain::record::Choice;

/// The parts of a filter that are set; what was searched for comes last and may hold anything.
fn joined(parts: Vec<(&str, Option<String>)>, flags: &[(&str, bool)], text: &str) -> String {
    let mut written = String::new();
    for (name, value) in parts {
        if let Some(value) = value {
            written = [written.as_str(), name, "=", &value, "&"].concat();
        }
    }
    for (name, is_set) in flags {
        if *is_set {
            written = [written.as_str(), name, "&"].concat();
        }
    }
    if text.is_empty() {
        written.pop();
        return written;
    }
    [written.as_str(), "text=", text].concat()
}

/// Whose, and whether only what they own; the member stands before that.
fn whose_written(whose: Option<Whose>) -> (Option<String>, bool) {
    (whose.map(|whose| whose.member.0.to_string()), whose.is_some_and(|whose| whose.owned))
}

fn read_whose(whose: &mut Option<Whose>, name: &str, value: &str) {
    match name {
        "member" => *whose = value.parse().ok().map(|id| Whose::all(MemberId(id))),
        _ => whose.iter_mut().for_each(|whose| whose.owned = true),
    }
}

/// Name and value of each part.
fn parts(mut written: &str, mut take: impl FnMut(&str, &str)) {
    while !written.is_empty() {
        if let Some(text) = written.strip_prefix("text=") {
            return take("text", text);
        }
        let (part, rest) = written.split_once('&').unwrap_or((written, ""));
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        take(name, value);
        written = rest;
    }
}

impl CustomerFilter {
    /// As a text that is kept; empty when all are shown.
    pub fn written(&self) -> String {
        let (member, owned) = whose_written(self.whose);
        let class = self.class.map(|class| class.code().to_owned());
        let schedule = match self.schedule {
            None => "",
            Some(Schedule::Due) => "due",
            Some(Schedule::Overdue) => "overdue",
            Some(Schedule::Unplanned) => "unplanned",
        };
        let flags = [("owned", owned), (schedule, !schedule.is_empty())];
        joined(vec![("member", member), ("class", class)], &flags, &self.text)
    }

    /// From the text that was kept.
    pub fn read(written: &str) -> Self {
        let mut filter = Self::default();
        parts(written, |name, value| match name {
            "member" | "owned" => read_whose(&mut filter.whose, name, value),
            "class" => filter.class = CustomerClass::from_code(value),
            "due" => filter.schedule = Some(Schedule::Due),
            "overdue" => filter.schedule = Some(Schedule::Overdue),
            "unplanned" => filter.schedule = Some(Schedule::Unplanned),
            "text" => filter.text = value.to_owned(),
            _ => {}
        });
        filter
    }
}

impl TaskFilter {
    /// As a text that is kept; empty when all open ones are shown.
    pub fn written(&self) -> String {
        let (member, owned) = whose_written(self.whose);
        let giver = self.giver.map(|giver| giver.0.to_string());
        let part = match self.part {
            TaskPart::Open => "",
            TaskPart::Overdue => "overdue",
            TaskPart::Closed => "closed",
            TaskPart::DoneLately => "done",
        };
        let flags = [("owned", owned), ("unowned", self.unowned), (part, !part.is_empty())];
        joined(vec![("member", member), ("giver", giver)], &flags, &self.text)
    }

    /// From the text that was kept.
    pub fn read(written: &str) -> Self {
        let mut filter = Self::default();
        parts(written, |name, value| match name {
            "member" | "owned" => read_whose(&mut filter.whose, name, value),
            "giver" => filter.giver = value.parse().ok().map(MemberId),
            "unowned" => filter.unowned = true,
            "overdue" => filter.part = TaskPart::Overdue,
            "closed" => filter.part = TaskPart::Closed,
            "done" => filter.part = TaskPart::DoneLately,
            "text" => filter.text = value.to_owned(),
            _ => {}
        });
        filter
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::RecordId;

    #[test]
    fn a_kept_filter_is_the_filter_that_was_set() {
        let member = Some(MemberId(RecordId([7; 16])));
        let class = Some(CustomerClass::A);
        let text = "a&due=锦华".to_owned();
        for whose in [None, member.map(Whose::all), member.map(Whose::owned)] {
            for schedule in [None, Some(Schedule::Due), Some(Schedule::Overdue), Some(Schedule::Unplanned)] {
                let customers = CustomerFilter { text: text.clone(), whose, class, schedule };
                assert_eq!(CustomerFilter::read(&customers.written()), customers);
            }
            for part in [TaskPart::Open, TaskPart::Overdue, TaskPart::Closed, TaskPart::DoneLately] {
                let (giver, unowned) = (member, false);
                let tasks = TaskFilter { text: text.clone(), whose, giver, unowned, part };
                assert_eq!(TaskFilter::read(&tasks.written()), tasks);
            }
        }
        let class_only = CustomerFilter { class, ..CustomerFilter::default() };
        assert_eq!(class_only.written(), "class=A");
        assert_eq!(CustomerFilter::read("colour=red&class=A"), class_only);
        assert_eq!(CustomerFilter::default().written(), "");
        // As they were kept before there was a word for what is late.
        assert_eq!(CustomerFilter::read("due").schedule, Some(Schedule::Due));
        assert_eq!(TaskFilter::read("unowned&closed").part, TaskPart::Closed);
    }
}
