//! What lists look at of thousands of records at every change, decoded side by side. Without it each live query would
//! decode every task, deal and customer again when one of them changes.

use super::{CustomerFacts, DealFacts, Projection, Row, RowKey, TaskFacts};
use domain::record::Record;

/// What lists need of a kind's records.
pub trait Facts {
    /// The kind.
    type Kind: Record;

    /// Read from a live row of the kind.
    fn of(key: RowKey, row: &Row) -> Self;
}

/// The facts of all live records of a kind, and where among them a row is.
pub struct Column<F> {
    facts: Vec<Option<F>>,
    /// By row: one more than the place; 0 for rows of other kinds.
    places: Vec<u32>,
}

impl<F: Facts> Column<F> {
    fn new(projection: &Projection) -> Self {
        let mut column = Self { facts: Vec::new(), places: Vec::new() };
        for key in projection.kinds.rows(F::Kind::SPEC.name) {
            column.put(*key, projection.row(*key));
        }
        column
    }

    fn put(&mut self, key: RowKey, row: &Row) {
        let facts = row.live.then(|| F::of(key, row));
        let at = key as usize;
        if self.places.len() <= at {
            self.places.resize(at + 1, 0);
        }
        match self.places[at] {
            0 => {
                self.facts.push(facts);
                self.places[at] = self.facts.len() as u32;
            }
            place => self.facts[place as usize - 1] = facts,
        }
    }

    fn update(&mut self, key: RowKey, row: &Row) {
        if row.is::<F::Kind>() {
            self.put(key, row);
        }
    }

    fn live(&self) -> impl Iterator<Item = &F> + '_ {
        self.facts.iter().flatten()
    }

    fn get(&self, key: RowKey) -> Option<&F> {
        let place = self.places.get(key as usize)?.checked_sub(1)?;
        self.facts.get(place as usize)?.as_ref()
    }
}

/// The kinds with long lists.
pub(super) struct Columns {
    customers: Column<CustomerFacts>,
    deals: Column<DealFacts>,
    tasks: Column<TaskFacts>,
}

impl Projection {
    /// Decode what lists need, unless that is done. What follows gives nothing before.
    pub fn index_lists(&mut self) {
        if self.columns.is_none() {
            self.columns = Some(Columns {
                customers: Column::new(self),
                deals: Column::new(self),
                tasks: Column::new(self),
            });
        }
    }

    /// The live customers, in no certain order.
    pub fn customers(&self) -> impl Iterator<Item = &CustomerFacts> + '_ {
        self.columns.iter().flat_map(|columns| columns.customers.live())
    }

    /// A live customer by its row.
    pub fn customer(&self, key: RowKey) -> Option<&CustomerFacts> {
        self.columns.as_ref()?.customers.get(key)
    }

    /// The live deals, in no certain order.
    pub fn deals(&self) -> impl Iterator<Item = &DealFacts> + '_ {
        self.columns.iter().flat_map(|columns| columns.deals.live())
    }

    /// The live tasks, in no certain order.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskFacts> + '_ {
        self.columns.iter().flat_map(|columns| columns.tasks.live())
    }

    pub(super) fn update_columns(&mut self, key: RowKey) {
        let row = &self.rows[key as usize];
        if let Some(columns) = self.columns.as_mut() {
            columns.customers.update(key, row);
            columns.deals.update(key, row);
            columns.tasks.update(key, row);
        }
    }
}
