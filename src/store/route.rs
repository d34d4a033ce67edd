//! Where we are, written in the part of the address after `#`: static hosts under any path serve one file.
//!
//! `#/customers/customer/<id>`: a place (the list) and, beside or above it, an open record. An address whose `#` part
//! does not begin with `/` is an invite.

use domain::RecordId;
use leptos::prelude::*;
use std::fmt;
use wasm_bindgen::JsValue;

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// My day.
    #[default]
    Today,
    /// The customers.
    Customers,
    /// The members.
    Team,
    /// Settings.
    Settings,
}

/// A record that is open beside the place (above it on a phone).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A customer.
    Customer(RecordId),
    /// A member.
    Member(RecordId),
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
        formatter.write_str(match self.place {
            Place::Today => "#/today",
            Place::Customers => "#/customers",
            Place::Team => "#/team",
            Place::Settings => "#/settings",
        })?;
        match self.open {
            Some(Target::Customer(id)) => write!(formatter, "/customer/{id}"),
            Some(Target::Member(id)) => write!(formatter, "/member/{id}"),
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
    /// Read the part after `#`; what cannot be read is Today.
    pub fn parse(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches('#').split('/').skip(1);
        let place = match parts.next() {
            Some("customers") => Place::Customers,
            Some("team") => Place::Team,
            Some("settings") => Place::Settings,
            _ => Place::Today,
        };
        let kind = parts.next();
        let id = parts.next().and_then(|text| text.parse().ok());
        let open = match (kind, id) {
            (Some("customer"), Some(id)) => Some(Target::Customer(id)),
            (Some("member"), Some(id)) => Some(Target::Member(id)),
            _ => None,
        };
        Self { place, open }
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
        // Refused only for documents that are not active.
        let _ = window().location().set_hash(&self.to_string());
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
        for place in [Place::Today, Place::Customers, Place::Team, Place::Settings] {
            for open in [None, Some(Target::Customer(id)), Some(Target::Member(id))] {
                let route = Route { place, open };
                assert_eq!(Route::parse(&route.to_string()), route);
            }
        }
        assert_eq!(Route::parse("#/nowhere/customer/xyz"), Route::default());
    }
}
