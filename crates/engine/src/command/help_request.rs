//! A help request is solved, or turns out not to be.

use super::{Plan, change};
use crate::replica::Replica;
use contract::Refusal;
use domain::Now;
use domain::help_request::{HelpRequest, HelpRequestId};
use domain::record::Value;

pub fn solve(replica: &Replica, now: Now, id: HelpRequestId, solution: &str) -> Result<Plan, Refusal> {
    let row = replica.projection.find_live::<HelpRequest>(id.0).ok_or(Refusal::NoSuchRecord(id.0))?;
    replica.rights().solve_help(row).map_err(Refusal::NotAllowed)?;
    let solution = solution.trim();
    let is_solved = !solution.is_empty();
    let mut values = vec![(HelpRequest::solved_at, is_solved.then_some(Value::Time(now.at)))];
    if is_solved {
        values.push((HelpRequest::solution, Some(Value::Text(solution.to_owned()))));
    }
    change(row, values)
}
