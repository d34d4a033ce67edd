//! What will certainly come of a command, drawn with the tap: the row leaves, the card moves, the touch stands in the
//! timeline. The engine's view, a moment later, has the rest (the next date, the new order) and the last word.

use super::{Page, now};
use contract::Command;
use contract::view::{CustomerDetail, DealBoard, Person, TaskRow, TimelineEntry, Today};
use domain::RecordId;
use domain::customer::CustomerId;
use domain::deal::DealId;
use domain::stage::StageId;
use domain::task::{TaskId, TaskState};

impl Page {
    /// Draw what a command will do, as far as the page can know. When it is refused or changes nothing, the
    /// bridge asks for all views anew.
    pub(super) fn foresee(self, command: &Command) {
        let state = self.state;
        match command {
            Command::LogFollowUp { id, customer, channel, outcome, text, next_date, contact, .. } => {
                let touch = TimelineEntry {
                    id: *id,
                    customer: *customer,
                    customer_name: self.customer_name(*customer),
                    author: self.team_session().map(|team| Person { id: team.me, name: team.my_name }),
                    at: now().at,
                    channel: Some(*channel),
                    outcome: Some(*outcome),
                    contact: contact.and_then(|contact| self.contact_name(contact.0)).unwrap_or_default(),
                    text: text.clone(),
                    next_date: *next_date,
                    is_partial: false,
                };
                state.today.change(|today| log(today.0.as_mut()?, &touch));
                state.customer.change(|detail| add(detail.0.as_mut()?.as_mut()?, &touch));
            }
            Command::MoveTask { id, to, .. } => {
                let shows_over = self.task_filter.with_untracked(|filter| filter.part.is_over());
                state.today.change(|today| {
                    let today = today.0.as_mut()?;
                    today.task_count -= move_task(&mut today.tasks, *id, *to, false)?;
                    Some(())
                });
                state.tasks.change(|tasks| {
                    let tasks = tasks.0.as_mut()?;
                    tasks.total -= move_task(&mut tasks.rows, *id, *to, shows_over)?;
                    Some(())
                });
            }
            Command::MoveDeal { id, stage, .. } => {
                state.deals.change(|board| move_deal(board.0.as_mut()?, *id, *stage));
            }
            _ => {}
        }
    }

    /// As the pad that logs it has it.
    fn contact_name(self, contact: RecordId) -> Option<String> {
        self.state.touched.with_untracked(|detail| {
            let contacts = &detail.0.as_ref()?.as_ref()?.contacts;
            contacts.iter().find(|known| known.id == contact).map(|known| known.name.clone())
        })
    }

    /// As far as a row that is known says it.
    fn customer_name(self, customer: CustomerId) -> String {
        let due = self.state.today.with_untracked(|today| {
            let today = today.0.as_ref()?;
            let mut rows = today.due.iter().chain(&today.upcoming).map(|row| &row.customer);
            rows.find(|row| row.id == customer).map(|row| row.name.clone())
        });
        let open = || {
            self.state.customer.with_untracked(|detail| {
                let row = &detail.0.as_ref()?.as_ref()?.row;
                (row.id == customer).then(|| row.name.clone())
            })
        };
        due.or_else(open).unwrap_or_default()
    }
}

/// The customer is no longer due, and the touch stands among those of the day.
fn log(today: &mut Today, touch: &TimelineEntry) -> Option<()> {
    if let Some(at) = today.due.iter().position(|row| row.customer.id == touch.customer) {
        let row = today.due.remove(at);
        today.due_count -= 1;
        today.overdue_count -= u32::from(row.overdue_days > 0);
    }
    today.upcoming.retain(|row| row.customer.id != touch.customer);
    today.logged.insert(0, touch.clone());
    Some(())
}

fn add(customer: &mut CustomerDetail, touch: &TimelineEntry) -> Option<()> {
    (customer.row.id == touch.customer).then(|| {
        customer.timeline.insert(0, touch.clone());
        customer.timeline_total += 1;
    })
}

/// The task changes its state where it stands; where only open (or only closed) ones do, it may leave. Gives how many
/// left.
fn move_task(rows: &mut Vec<TaskRow>, id: TaskId, to: TaskState, shows_closed: bool) -> Option<u32> {
    let at = rows.iter().position(|row| row.id == id)?;
    if to.is_open() == shows_closed {
        rows.remove(at);
        return Some(1);
    }
    rows[at].task.state = Some(to);
    Some(0)
}

/// The card goes to the top of its new column.
fn move_deal(board: &mut DealBoard, id: DealId, stage: StageId) -> Option<()> {
    let is_new = |known: &Option<(StageId, _)>| known.as_ref().is_some_and(|(known, _)| *known == stage);
    let to = board.columns.iter().position(|column| is_new(&column.stage))?;
    let from = board.columns.iter_mut().find(|column| column.cards.iter().any(|card| card.id == id))?;
    let at = from.cards.iter().position(|card| card.id == id)?;
    from.count -= 1;
    let card = from.cards.remove(at);
    let to = &mut board.columns[to];
    to.count += 1;
    to.cards.insert(0, card);
    Some(())
}
