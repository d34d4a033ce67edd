//! Tasks on a board: by hand-shake, or as the four fields of the Eisenhower matrix.

use super::task_line::{TaskLink, move_task};
use crate::kit::{Board, BoardColumn};
use crate::live::{Live, State, follow};
use crate::screens::sheets::SheetKind;
use crate::store::{Page, Slot, now};
use ::markup::view;
use chrono::Days;
use contract::view::{TaskBoard, TaskRow};
use contract::{Command, FieldWrite, Query, TaskDivision, Window};
use domain::RecordId;
use domain::calendar::off_rest_days;
use domain::record::{Choice, Value};
use domain::task::{Importance, Quadrant, TaskState};
use language::{Language, label, sentence, words};
use leptos::prelude::*;
use std::sync::Arc;

/// Cards shown before "more".
const STEP: u32 = 30;

/// The board in one division.
#[component]
pub fn SideBySide(division: TaskDivision) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let shown = State::new(STEP);
    follow(move || {
        let window = Window { offset: 0, count: shown.get() };
        page.subscribe(
            Slot::TaskBoard,
            Query::TaskBoard { filter: page.task_filter.get(), division, window },
        );
    });
    on_cleanup(move || page.unsubscribe(Slot::TaskBoard));
    let columns = Live::new(move || {
        page.state.task_board.with(|board| {
            board.0.as_ref().map(|board| columns(language, division, board)).unwrap_or_default()
        })
    });
    let card = move |id: RecordId| {
        let row = Live::kept(move || find(page, id));
        row.map_or_else(|| ().into_any(), |row| view! { <TaskLink row=row /> }.into_any())
    };
    let name = move |id: RecordId| untrack(|| find(page, id)).map(|row| row.task.title).unwrap_or_default();
    let on_move = move |(id, to): (RecordId, usize)| {
        let Some(row) = find(page, id) else { return };
        match division {
            TaskDivision::State => hand_over(page, &row, states()[to]),
            TaskDivision::Matrix => put_in(page, &row, Quadrant::ALL[to]),
        }
    };
    let title = if division == TaskDivision::Matrix { words::task::MATRIX } else { words::task::BOARD };
    view! {
        <Board
            label=title.say(language) columns=columns card=card name=name on_move=on_move
            on_more=move |_| shown.update(|shown| *shown += STEP) square=division == TaskDivision::Matrix
        />
    }
    .into_any()
}

/// The columns by hand-shake, in the order of the view.
fn states() -> Vec<TaskState> {
    TaskState::ALL.iter().copied().filter(|state| *state != TaskState::Cancelled).collect()
}

fn columns(language: Language, division: TaskDivision, board: &TaskBoard) -> Vec<BoardColumn> {
    let heads: Vec<(&str, &str, bool)> = match division {
        TaskDivision::State => states()
            .into_iter()
            // A task comes to wait for an answer by being given to somebody.
            .map(|state| (label::task_state(state).say(language), "", state != TaskState::Assigned))
            .collect(),
        TaskDivision::Matrix => Quadrant::ALL
            .into_iter()
            .map(|field| {
                (label::quadrant(field).say(language), label::quadrant_advice(field).say(language), true)
            })
            .collect(),
    };
    let column =
        |((title, detail, takes), tasks): ((&str, &str, bool), &contract::view::Tasks)| BoardColumn {
            title: title.to_owned(),
            detail: detail.to_owned(),
            count: tasks.total,
            cards: tasks.rows.iter().map(|row| row.id.0).collect(),
            takes,
        };
    heads.into_iter().zip(&board.columns).map(column).collect()
}

fn find(page: Page, id: RecordId) -> Option<TaskRow> {
    page.state.task_board.with(|board| {
        let mut rows = board.0.as_ref()?.columns.iter().flat_map(|column| &column.rows);
        rows.find(|row| row.id.0 == id).cloned()
    })
}

fn hand_over(page: Page, row: &TaskRow, to: TaskState) {
    let title = match to {
        TaskState::Discuss => words::task::DISCUSS_WHY,
        TaskState::Declined => words::task::DECLINE_WHY,
        _ => {
            let said = label::task_state(to).about(page.language(), &row.task.title);
            return move_task(page, row.id, to, said);
        }
    };
    let command = Arc::new(Command::MoveTask { id: row.id, to, said: String::new() });
    page.sheet.set(Some(SheetKind::Say { title, optional: false, command }));
}

/// Importance decides the row of the matrix, the due day the column: both can be moved.
fn put_in(page: Page, row: &TaskRow, field: Quadrant) {
    let today = now().today;
    let mut fields = Vec::new();
    let mut said = label::quadrant(field).say(page.language()).to_owned();
    let is_important = matches!(field, Quadrant::DoNow | Quadrant::Plan);
    if is_important != (row.task.importance == Some(Importance::High)) {
        let importance = if is_important { Importance::High } else { Importance::Normal };
        fields.push(FieldWrite {
            field: "importance".to_owned(),
            value: Some(Value::Text(importance.code().to_owned())),
        });
    }
    let is_urgent = matches!(field, Quadrant::DoNow | Quadrant::Delegate);
    if is_urgent != matches!(row.quadrant, Quadrant::DoNow | Quadrant::Delegate) {
        // What is urgent is due now; what is not has a week.
        let day =
            if is_urgent { Some(today) } else { today.checked_add_days(Days::new(7)).map(off_rest_days) };
        if let Some(day) = day {
            said = sentence::with_due(page.language(), &said, day, today);
        }
        fields.push(FieldWrite { field: "due".to_owned(), value: day.map(Value::Date) });
    }
    page.run_undoable(
        Command::Edit { id: row.id.0, fields },
        language::about(page.language(), &said, &row.task.title),
    );
}
