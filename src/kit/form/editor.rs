//! One field of a form: the right input, keyboard and label for its type.

use super::date_field::DateField;
use super::draft::Draft;
use super::fault_text;
use super::references::References;
use crate::kit::chip::toggle_chip;
use crate::kit::member_select::MemberSelect;
use crate::live::{Live, State, live, live_if};
use crate::store::Page;
use ::markup::view;
use domain::follow_up::{Channel, FollowUp};
use domain::record::{Choice, FieldIndex, FieldSpec, FieldType, Fields, KindSpec, Mark, Reference, Value};
use domain::{ClockTime, RecordId};
use language::words::list;
use language::{label, words};
use leptos::ev;
use leptos::prelude::*;

/// What every field of a form needs.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) spec: &'static KindSpec,
    pub(super) draft: Draft,
    pub(super) on_change: Option<Callback<Fields>>,
    /// Of many records at once: what is left empty stays as it is in each, emptying is said.
    pub(super) of_many: bool,
    /// Set when the outcomes of another channel are to be drawn.
    pub(super) turn: State<()>,
}

impl Context {
    fn set(self, index: FieldIndex, value: Option<Value>) {
        self.draft.set(index, value);
        if let Some(on_change) = self.on_change {
            on_change.run(self.draft.fields());
        }
    }

    /// Label, input and, after an attempt to save, what is wrong.
    pub(super) fn field(self, index: FieldIndex, field: &'static FieldSpec) -> AnyView {
        let language = Page::here().language();
        let label = label::field_label(language, self.spec.name, field.name);
        let id = format!("field-{}-{}", self.spec.name, field.name);
        let fault =
            move || self.draft.fault(index).map(|fault| fault_text(language, self.spec, field, &fault));
        let fault_line = move || fault().map(|text| view! { <span class="fault" role="alert">{text}</span> });
        if field.field_type == FieldType::Bool {
            let is_set = self.draft.get(index) == Some(Value::Bool(true));
            let change = move |event: ev::Event| {
                self.set(index, event_target_checked(&event).then_some(Value::Bool(true)));
            };
            return view! {
                <label class="check">
                    <span>{label}</span>
                    <input type="checkbox" checked=is_set on:change=change />
                </label>
            }
            .into_any();
        }
        let is_group = matches!(field.field_type, FieldType::Choice(_) | FieldType::References(_));
        let input = if self.of_many {
            self.input_of_many(index, field, id.clone())
        } else if self.is_outcome(field) {
            let id = id.clone();
            live(move || {
                self.turn.track();
                self.input(index, field, id.clone())
            })
            .into_any()
        } else {
            self.input(index, field, id.clone())
        };
        let hint_id = [id.as_str(), "-hint"].concat();
        let hint = label::field_hint(language, self.spec.name, field.name);
        let described = hint.map(|_| hint_id.clone());
        let hint = hint.map(|hint| view! { <p class="small muted" id=hint_id>{hint}</p> });
        let body = view! { {hint} {input} {live_if(fault_line)} };
        if is_group {
            view! {
                <div class="field" role="group" aria-label=label.clone() aria-describedby=described>
                    <span class="label">{label.clone()}</span>
                    {body}
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="field" role=described.is_some().then_some("group") aria-describedby=described>
                    <label class="label" for=id>{label}</label>
                    {body}
                </div>
            }
            .into_any()
        }
    }

    /// The input, and what happens to the field while nothing is chosen in it: it stays as it is, or it is emptied.
    fn input_of_many(self, index: FieldIndex, field: &'static FieldSpec, id: String) -> AnyView {
        let language = Page::here().language();
        // Drawn anew when what was chosen is taken back.
        let turn = State::new(());
        let input = move || {
            turn.track();
            self.input(index, field, id.clone())
        };
        let is_pressed = move |clears: bool| {
            Live::new(move || {
                let is_cleared = self.draft.is_cleared(index);
                self.draft.get(index).is_none() && is_cleared == clears
            })
        };
        let leave = Callback::new(move |_| {
            self.set(index, None);
            turn.set(());
        });
        let clear = Callback::new(move |_| {
            self.draft.clear(index);
            turn.set(());
        });
        let may_clear = !field.has(Mark::Required);
        let clear = may_clear.then(|| toggle_chip(list::CLEAR.say(language), is_pressed(true), clear));
        view! {
            {live(input)}
            <div class="choices">
                {toggle_chip(list::UNCHANGED.say(language), is_pressed(false), leave)}
                {clear}
            </div>
        }
        .into_any()
    }

    fn input(self, index: FieldIndex, field: &'static FieldSpec, id: String) -> AnyView {
        let value = self.draft.get(index);
        match field.field_type {
            FieldType::Text if field.has(Mark::Paragraph) => self.paragraph(index, id, value),
            FieldType::Text => self.line(index, field, id, value),
            FieldType::Int | FieldType::Minutes => self.number(index, id, value, 0),
            FieldType::Money => self.number(index, id, value, 2),
            FieldType::Choice(codes) => self.choice(index, field, codes, value),
            FieldType::Date => {
                let day = match value {
                    Some(Value::Date(day)) => Some(day),
                    _ => None,
                };
                let change = move |day: Option<chrono::NaiveDate>| self.set(index, day.map(Value::Date));
                let is_invalid = Live::new(move || self.draft.fault(index).is_some());
                let is_end = field.has(Mark::PeriodEnd);
                view! { <DateField id=id day=day on_change=change is_end=is_end is_invalid=is_invalid /> }
                    .into_any()
            }
            FieldType::Reference(kind) if kind == domain::member::MemberId::KIND => {
                let chosen = match value {
                    Some(Value::Id(id)) => Some(id),
                    _ => None,
                };
                let change = move |member: Option<RecordId>| self.set(index, member.map(Value::Id));
                let none = match () {
                    () if self.draft.will_clear(index) => list::CLEAR,
                    () if self.of_many => list::UNCHANGED,
                    () => words::NOT_CHOSEN,
                };
                let with_tasks = self.spec.name == "task";
                view! { <MemberSelect id=id value=chosen on_change=change none=none with_tasks=with_tasks /> }
                    .into_any()
            }
            FieldType::Reference(kind) => {
                let chosen = match value {
                    Some(Value::Id(id)) => vec![id],
                    _ => vec![],
                };
                let change = move |ids: Vec<RecordId>| self.set(index, ids.last().copied().map(Value::Id));
                view! { <References kind=kind chosen=chosen titles=self.draft.titles only_one=true on_change=change /> }.into_any()
            }
            FieldType::References(kind) => {
                let chosen = match value {
                    Some(Value::Ids(ids)) => ids.into_iter().collect(),
                    _ => vec![],
                };
                let change =
                    move |ids: Vec<RecordId>| self.set(index, Some(Value::Ids(ids.into_iter().collect())));
                let left_out =
                    Page::here().team_session().map(|team| team.me.0).filter(|_| field.has(Mark::Others));
                // Who comes to a meeting or is praised stands in lists; helpers are a few.
                let with_everybody = field.has(Mark::List);
                view! {
                    <References
                        kind=kind chosen=chosen titles=self.draft.titles only_one=false with_everybody=with_everybody
                        left_out=left_out on_change=change
                    />
                }
                .into_any()
            }
            FieldType::Clock => self.time_of_day(index, id, value),
            // Moments and references to any kind are written by commands and never typed; `Bool` was drawn with its
            // label.
            FieldType::Time | FieldType::AnyReference | FieldType::Bool => ().into_any(),
        }
    }

    fn is_invalid(self, index: FieldIndex) -> impl Fn() -> Option<&'static str> + Copy {
        move || self.draft.fault(index).map(|_| "true")
    }

    fn type_text(self, index: FieldIndex) -> impl Fn(ev::Event) + Copy {
        move |event| self.set(index, Some(Value::Text(event_target_value(&event))))
    }

    fn line(self, index: FieldIndex, field: &FieldSpec, id: String, value: Option<Value>) -> AnyView {
        let is_email = field.name == "email";
        let (input_type, keyboard) = match (field.has(Mark::Phone), is_email) {
            (true, _) => ("tel", "tel"),
            (_, true) => ("email", "email"),
            _ => ("text", "text"),
        };
        view! {
            <input
                class="input" id=id type=input_type inputmode=keyboard autocomplete="off" autocapitalize="off"
                aria-invalid=self.is_invalid(index) aria-required=field.has(Mark::Required).to_string()
                prop:value=text_of(value) on:input=self.type_text(index)
            />
        }
        .into_any()
    }

    fn paragraph(self, index: FieldIndex, id: String, value: Option<Value>) -> AnyView {
        view! {
            <textarea
                class="input" id=id rows="3" aria-invalid=self.is_invalid(index) prop:value=text_of(value)
                on:input=self.type_text(index)
            ></textarea>
        }
        .into_any()
    }

    fn number(self, index: FieldIndex, id: String, value: Option<Value>, decimals: u32) -> AnyView {
        let shown = match value {
            Some(Value::Int(number)) => written_number(number, decimals),
            other => text_of(other),
        };
        let typed = move |event: ev::Event| {
            let text = event_target_value(&event);
            // What is no number stays as it was typed; checking the field says so.
            self.set(index, Some(read_number(&text, decimals).map_or(Value::Text(text), Value::Int)));
        };
        let keyboard = if decimals == 0 { "numeric" } else { "decimal" };
        view! {
            <input
                class="input" id=id type="text" inputmode=keyboard autocomplete="off" aria-invalid=self.is_invalid(index)
                prop:value=shown on:input=typed
            />
        }
        .into_any()
    }

    fn time_of_day(self, index: FieldIndex, id: String, value: Option<Value>) -> AnyView {
        let shown = match value {
            Some(Value::Int(minutes)) => language::day::time_of_day(minutes),
            _ => String::new(),
        };
        let typed = move |event: ev::Event| {
            let time = ClockTime::read(&event_target_value(&event));
            self.set(index, time.map(|time| Value::Int(i64::from(time.0))));
        };
        view! {
            <input
                class="input" id=id type="time" aria-invalid=self.is_invalid(index) prop:value=shown on:input=typed
            />
        }
        .into_any()
    }

    fn choice(
        self,
        index: FieldIndex,
        field: &'static FieldSpec,
        codes: &'static [&'static str],
        value: Option<Value>,
    ) -> AnyView {
        let language = Page::here().language();
        let chosen = State::new(text_of(value));
        let button = move |code: &'static str| {
            let is_chosen = Live::new(move || chosen.get() == code);
            let choose = Callback::new(move |on: bool| {
                let code = if on || field.has(Mark::Required) { code } else { "" };
                chosen.set(code.to_owned());
                self.set(index, Some(Value::Text(code.to_owned())));
                if self.spec.name == FollowUp::SPEC.name && index == FollowUp::channel {
                    self.take_channel();
                }
            });
            toggle_chip(&label::choice_label(language, self.spec.name, field.name, code), is_chosen, choose)
        };
        // What stands there is shown, also where another program had other outcomes.
        let held = chosen.get_untracked();
        let codes = codes.iter().copied().filter(|code| *code == held || self.fits(field, code));
        view! { <div class="choices">{codes.map(button).collect_view()}</div> }.into_any()
    }

    /// What came of a touch: each channel has outcomes of its own.
    fn is_outcome(self, field: &FieldSpec) -> bool {
        self.spec.name == FollowUp::SPEC.name && field.name == "outcome"
    }

    fn fits(self, field: &FieldSpec, code: &str) -> bool {
        let channel = Channel::from_code(&text_of(self.draft.get(FollowUp::channel)));
        !self.is_outcome(field)
            || channel.is_none_or(|channel| channel.outcomes().iter().any(|outcome| outcome.code() == code))
    }

    /// By another channel something else came of it: that is to be said, not guessed.
    fn take_channel(self) {
        let outcome = &self.spec.fields[usize::from(FollowUp::outcome)];
        if !self.fits(outcome, &text_of(self.draft.get(FollowUp::outcome))) {
            self.set(FollowUp::outcome, None);
        }
        self.turn.set(());
    }
}

fn text_of(value: Option<Value>) -> String {
    match value {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    }
}

/// `12.50` for 1250 with two decimals.
fn written_number(number: i64, decimals: u32) -> String {
    let unit = 10_u64.pow(decimals);
    let (whole, rest) = (number.unsigned_abs() / unit, number.unsigned_abs() % unit);
    let sign = if number < 0 { "-" } else { "" };
    let width = decimals as usize;
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0width$}") }
}

/// The number in minor units; thousands separators, full-width digits, 万 and 元 are understood.
fn read_number(text: &str, decimals: u32) -> Option<i64> {
    let plain: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' ' | '¥' | '￥'))
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '．' | '。' => '.',
            c => c,
        })
        .collect();
    let plain = plain.strip_suffix('元').unwrap_or(&plain);
    let (plain, decimals) = match plain.strip_suffix(['万', 'w', 'W']) {
        Some(plain) => (plain, decimals + 4),
        None => (plain, decimals),
    };
    let (sign, digits) = plain.strip_prefix('-').map_or((1, plain), |rest| (-1, rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !(whole.is_empty() && rest.is_empty())
        && whole.chars().chain(rest.chars()).all(|c| c.is_ascii_digit())
        && rest.len() <= decimals as usize;
    if !is_number {
        return None;
    }
    let padded = format!("{whole}{rest:0<width$}", width = decimals as usize);
    padded.parse::<i64>().ok().map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(read_number("12,600.5", 2), Some(1_260_050));
        assert_eq!(read_number("￥１２．５０", 2), Some(1_250));
        assert_eq!(read_number("-3", 0), Some(-3));
        assert_eq!(read_number("12.5万", 2), Some(12_500_000));
        assert_eq!(read_number("20 万元", 2), Some(20_000_000));
        assert_eq!(read_number("0.000001万", 2), Some(1));
        assert_eq!(read_number("万", 2), None);
        assert_eq!(read_number("1.234", 2), None);
        assert_eq!(read_number("about 5", 0), None);
        assert_eq!(read_number("", 0), None);
        assert_eq!(written_number(1_260_050, 2), "12600.50");
        assert_eq!(written_number(-300, 2), "-3");
    }
}
