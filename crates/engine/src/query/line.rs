//! Who reports to whom.

use crate::projection::{IdMap, Projection, Row};
use domain::RecordId;
use domain::few;
use domain::member::{Member, Role};
use domain::record::Choice;
use std::collections::BTreeSet;

/// Who is here (everybody without `left_on`), as a tree. Whoever reported to somebody who left reports to the next
/// above; edits at the same time may have closed a circle, which is cut open where it is met first.
pub struct Line {
    /// Managers without anybody above first, then their reports, each followed by their own; by name.
    order: Vec<RecordId>,
    /// The nearest person above who is here; also of those who left.
    above: IdMap<RecordId>,
    /// By name.
    reports: IdMap<Vec<RecordId>>,
}

impl Line {
    pub fn new(projection: &mut Projection) -> Self {
        projection.order_names(Member::SPEC);
        let mut members = Vec::new();
        let (mut above, mut reports) = (IdMap::default(), IdMap::<Vec<RecordId>>::default());
        for (_, row) in projection.by_name(Member::SPEC).filter(|(_, row)| row.live) {
            let superior = superior(projection, row);
            above.extend(superior.map(|superior| (row.id, superior)));
            if is_here(row) {
                members.push(row);
                superior.into_iter().for_each(|superior| reports.entry(superior).or_default().push(row.id));
            }
        }
        few::sort_by_key(&mut members, |row| (above.contains_key(&row.id), !is_manager(row)));
        let mut line = Self { order: Vec::with_capacity(members.len()), above, reports };
        let mut seen = BTreeSet::new();
        for row in members {
            let found = line.with_reports(row.id, &mut seen);
            line.order.extend(found);
        }
        line
    }

    /// Everybody who is here, the line first.
    pub fn all(&self) -> &[RecordId] {
        &self.order
    }

    /// Everybody below a manager, however many steps. Executives, and managers to whom nobody reports, see those
    /// (with their reports) who report to nobody as well.
    pub fn below(&self, manager: RecordId, role: Role) -> Vec<RecordId> {
        if !role.is_manager() {
            return Vec::new();
        }
        let mut seen = BTreeSet::new();
        self.with_reports(manager, &mut seen);
        if role == Role::Executive || seen.len() <= 1 {
            let superiors = self.superiors(manager);
            let unled =
                self.order.iter().filter(|id| !self.above.contains_key(*id) && !superiors.contains(*id));
            unled.for_each(|id| drop(self.with_reports(*id, &mut seen)));
        }
        self.order.iter().copied().filter(|id| *id != manager && seen.contains(id)).collect()
    }

    /// Somebody, then everybody below, each followed by their own reports; without those who were seen.
    fn with_reports(&self, top: RecordId, seen: &mut BTreeSet<RecordId>) -> Vec<RecordId> {
        let (mut found, mut waiting) = (Vec::new(), vec![top]);
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                found.push(id);
                waiting.extend(self.reports.get(&id).into_iter().flatten().rev());
            }
        }
        found
    }

    fn superiors(&self, of: RecordId) -> BTreeSet<RecordId> {
        let mut superiors = BTreeSet::new();
        let mut next = self.above.get(&of);
        while let Some(id) = next.filter(|id| superiors.insert(**id)) {
            next = self.above.get(id);
        }
        superiors
    }
}

/// The nearest person above who is here.
fn superior(projection: &Projection, row: &Row) -> Option<RecordId> {
    let mut seen = BTreeSet::from([row.id]);
    let mut next = row.packed.id(Member::line);
    while let Some(id) = next.filter(|id| seen.insert(*id)) {
        let above = projection.find_live::<Member>(id)?;
        if is_here(above) {
            return Some(id);
        }
        next = above.packed.id(Member::line);
    }
    None
}

fn is_here(row: &Row) -> bool {
    row.live && row.packed.date(Member::left_on).is_none()
}

fn is_manager(row: &Row) -> bool {
    Role::from_code(row.packed.text(Member::role)).is_some_and(Role::is_manager)
}
