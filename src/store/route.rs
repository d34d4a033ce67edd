//! Where we are, written in the part of the address after `#`: static hosts under any path serve one file.
//!
//! `#/customers/customer/<id>`: a place (the list) and, beside or above it, an open record. An address whose `#` part
//! does not begin with `/` is an invite.

use super::back;
use domain::RecordId;
use leptos::prelude::*;
use std::fmt;
use wasm_bindgen::JsValue;

/// A tab, or a list that "more" leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// My day.
    #[default]
    Today,
    /// The customers.
    Customers,
    /// The tasks.
    Tasks,
    /// The deals by stage.
    Deals,
    /// The members.
    Team,
    /// Job descriptions and duties.
    Duties,
    /// Announcements.
    Announcements,
    /// Meetings.
    Meetings,
    /// Who needs help.
    Help,
    /// Praise.
    Praise,
    /// Settings.
    Settings,
}

/// How places are written.
const PLACES: [(Place, &str); 11] = [
    (Place::Today, "today"),
    (Place::Customers, "customers"),
    (Place::Tasks, "tasks"),
    (Place::Deals, "deals"),
    (Place::Team, "team"),
    (Place::Duties, "duties"),
    (Place::Announcements, "announcements"),
    (Place::Meetings, "meetings"),
    (Place::Help, "help"),
    (Place::Praise, "praise"),
    (Place::Settings, "settings"),
];

/// A record that is open beside the place (above it on a phone).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A customer.
    Customer(RecordId),
    /// A member.
    Member(RecordId),
    /// A task.
    Task(RecordId),
    /// A deal.
    Deal(RecordId),
    /// An announcement.
    Announcement(RecordId),
    /// A meeting.
    Meeting(RecordId),
    /// A job description.
    Position(RecordId),
}

/// Makes the target of a record.
type Aim = fn(RecordId) -> Target;

/// How targets are written, and the place beside which they open when the address names none.
const TARGETS: [(&str, Aim, Place); 7] = [
    ("customer", Target::Customer, Place::Customers),
    ("member", Target::Member, Place::Team),
    ("task", Target::Task, Place::Tasks),
    ("deal", Target::Deal, Place::Deals),
    ("announcement", Target::Announcement, Place::Announcements),
    ("meeting", Target::Meeting, Place::Meetings),
    ("position", Target::Position, Place::Duties),
];

impl Target {
    /// The page of a record of this kind, if such records have one.
    pub fn of(kind: &str, id: RecordId) -> Option<Self> {
        TARGETS.iter().find(|(name, ..)| *name == kind).map(|(_, aim, _)| aim(id))
    }

    /// The record.
    pub fn id(self) -> RecordId {
        match self {
            Self::Customer(id)
            | Self::Member(id)
            | Self::Task(id)
            | Self::Deal(id)
            | Self::Announcement(id)
            | Self::Meeting(id)
            | Self::Position(id) => id,
        }
    }
}

/// Where we are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The tab.
    pub place: Place,
    /// The record on top.
    pub open: Option<Target>,
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, place) = PLACES[self.place as usize];
        write!(formatter, "#/{place}")?;
        match self.open {
            Some(target) => {
                let kind = TARGETS
                    .iter()
                    .find(|(_, aim, _)| aim(target.id()) == target)
                    .map_or("", |(kind, ..)| *kind);
                write!(formatter, "/{kind}/{}", target.id())
            }
            None => Ok(()),
        }
    }
}

impl From<Place> for Route {
    fn from(place: Place) -> Self {
        Self { place, open: None }
    }
}

impl Route {
    /// Read the part after `#`; what cannot be read is Today. A record alone (`#/task/<id>`) opens beside its list.
    pub fn parse(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches('#').split('/').skip(1).peekable();
        let first = parts.peek().copied().unwrap_or_default();
        let place = PLACES.iter().find(|(_, name)| *name == first).map(|(place, _)| *place);
        let home = TARGETS.iter().find(|(kind, ..)| *kind == first).map(|(.., home)| *home);
        if home.is_none() {
            parts.next();
        }
        let kind = parts.next().unwrap_or_default();
        let id = parts.next().and_then(|text| text.parse().ok());
        Self { place: place.or(home).unwrap_or_default(), open: id.and_then(|id| Target::of(kind, id)) }
    }

    /// The route in the address, or the invite that is there instead. An invite is a secret: it is taken out of the
    /// address and so out of the browser's history.
    pub fn from_address() -> (Self, Option<String>) {
        let hash = window().location().hash().unwrap_or_default();
        let after = hash.trim_start_matches('#');
        if after.is_empty() || after.starts_with('/') {
            return (Self::parse(&hash), None);
        }
        let route = Self::default();
        route.replace_in_history();
        (route, Some(after.to_owned()))
    }

    /// The same place with another record open.
    pub fn with(self, target: Target) -> Self {
        Self { open: Some(target), ..self }
    }

    /// Go there; `hashchange` does the rest.
    pub fn go(self) {
        back::go(self);
    }

    fn replace_in_history(self) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&self.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_reads_back_as_it_was_written() {
        let id = RecordId([7; 16]);
        for (position, (place, _)) in PLACES.into_iter().enumerate() {
            assert_eq!(place as usize, position);
            for open in [
                None,
                Some(Target::Customer(id)),
                Some(Target::Member(id)),
                Some(Target::Task(id)),
                Some(Target::Deal(id)),
                Some(Target::Announcement(id)),
                Some(Target::Meeting(id)),
                Some(Target::Position(id)),
            ] {
                let route = Route { place, open };
                assert_eq!(Route::parse(&route.to_string()), route);
            }
        }
        assert_eq!(Route::parse("#/nowhere/customer/xyz"), Route::default());
        let task = Route { place: Place::Tasks, open: Some(Target::Task(id)) };
        assert_eq!(Route::parse(&format!("#/task/{id}")), task);
    }
}
