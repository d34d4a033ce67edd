//! Job descriptions to begin with: assistant, salesperson, supervisor.

use super::{NewRecord, text, write};
use crate::word::{Language, Word};
use chrono::{Months, NaiveDate};
use domain::RecordId;
use domain::duty::Frequency;
use domain::record::{Choice, Value};

/// One position and what it brings.
pub struct JobTemplate {
    /// What the position is called.
    pub name: Word,
    /// What it is there for.
    pub purpose: Word,
    /// Its duties.
    pub duties: &'static [DutyTemplate],
}

/// One duty.
pub struct DutyTemplate {
    /// What is done.
    pub name: Word,
    /// How often.
    pub frequency: Frequency,
    /// Weekday or day of the month; 0 leaves it to the last working day.
    pub day: i64,
    /// What exactly is asked.
    pub requirement: Word,
    /// When it is done well.
    pub standard: Word,
    /// What shows that it was done.
    pub evidence: Word,
    /// Minutes it takes.
    pub estimate: i64,
}

/// After how many months a job description made from a template is looked at again.
const REVIEW_AFTER: Months = Months::new(3);

/// The position and its duties as records, the position first; `new_id` draws their ids.
pub fn job(
    language: Language,
    job: &JobTemplate,
    today: NaiveDate,
    mut new_id: impl FnMut() -> RecordId,
) -> Vec<NewRecord> {
    let position = new_id();
    let mut fields = vec![text("name", job.name.say(language)), text("purpose", job.purpose.say(language))];
    fields.extend(today.checked_add_months(REVIEW_AFTER).map(|day| write("review_on", Value::Date(day))));
    let mut records = vec![("position".to_owned(), position, fields)];
    for duty in job.duties {
        let mut fields = vec![
            text("name", duty.name.say(language)),
            write("position", Value::Id(position)),
            text("frequency", duty.frequency.code()),
            text("requirement", duty.requirement.say(language)),
            text("standard", duty.standard.say(language)),
            text("evidence", duty.evidence.say(language)),
            write("estimate", Value::Int(duty.estimate)),
        ];
        if duty.day > 0 {
            fields.push(write("day", Value::Int(duty.day)));
        }
        records.push(("duty".to_owned(), new_id(), fields));
    }
    records
}

/// The built-in job descriptions.
pub const JOBS: &[JobTemplate] = &[
    JobTemplate {
        name: Word::new("销售助理", "Sales assistant"),
        purpose: Word::new(
            "让销售把时间用在客户身上：资料准、跟进不断、会议有准备。",
            "Gives sales its time back: records are right, follow-ups never stop, meetings are prepared.",
        ),
        duties: &[
            DutyTemplate {
                name: Word::new("数据整理", "Keep the data in order"),
                frequency: Frequency::Daily,
                day: 0,
                requirement: Word::new(
                    "录入当天的客户资料、报价和订单；缺电话、缺联系人的当天补齐，重复客户合并。",
                    "Enter the day's customer data, offers and orders; fill in missing phones and contacts, report duplicates.",
                ),
                standard: Word::new(
                    "下班前录完，必填项不留空，抽查 20 条错误不超过 1 条。",
                    "Done before you leave, nothing required is empty, at most 1 mistake in 20.",
                ),
                evidence: Word::new("今天录入和补齐的条数", "How many were entered and completed"),
                estimate: 60,
            },
            DutyTemplate {
                name: Word::new("客户跟进", "Follow up customers"),
                frequency: Frequency::Daily,
                day: 0,
                requirement: Word::new(
                    "按“今天”的清单联系该跟进的客户，记下结果，约好下次日期。",
                    "Contact everybody who is due in Today, log what came of it, agree on the next date.",
                ),
                standard: Word::new(
                    "该跟进的客户当天全部联系；没接通的换个时段再打一次。",
                    "Everybody due is contacted the same day; unanswered calls are tried again at another time.",
                ),
                evidence: Word::new("当天的跟进记录", "The day's follow-ups"),
                estimate: 150,
            },
            DutyTemplate {
                name: Word::new("会议安排", "Arrange meetings"),
                frequency: Frequency::Weekly,
                day: 4,
                requirement: Word::new(
                    "约好下周会议的时间、地点和人，提前发议程，会后整理纪要和待办。",
                    "Set next week's meetings: time, place, people. Send agendas ahead; write minutes and tasks after.",
                ),
                standard: Word::new(
                    "议程提前一天发出；纪要 24 小时内发出，每条待办都有负责人和日期。",
                    "Agenda a day ahead; minutes within 24 hours, every task with an owner and a day.",
                ),
                evidence: Word::new("议程和纪要", "Agenda and minutes"),
                estimate: 60,
            },
        ],
    },
    JobTemplate {
        name: Word::new("销售代表", "Salesperson"),
        purpose: Word::new(
            "开发客户、推进商机、完成目标，让客户愿意再来。",
            "Wins customers, moves deals, reaches the target, and makes customers come back.",
        ),
        duties: &[
            DutyTemplate {
                name: Word::new("客户跟进", "Follow up customers"),
                frequency: Frequency::Daily,
                day: 0,
                requirement: Word::new(
                    "联系当天该跟进的客户，当天记下结果和下一步。",
                    "Contact the customers due today; log result and next step the same day.",
                ),
                standard: Word::new(
                    "没有逾期未跟进的客户；A 类客户 14 天内至少联系一次。",
                    "Nobody is overdue; class A hears from you every 14 days.",
                ),
                evidence: Word::new("跟进记录", "Follow-ups"),
                estimate: 120,
            },
            DutyTemplate {
                name: Word::new("新客户开发", "Find new customers"),
                frequency: Frequency::Weekly,
                day: 0,
                requirement: Word::new(
                    "每周新增 5 个有效客户，资料完整，约到第一次沟通。",
                    "Five real new customers a week: complete data and a first conversation arranged.",
                ),
                standard: Word::new(
                    "有决策人和电话，需求和预算问清楚。",
                    "Decision maker and phone are known, need and budget were asked.",
                ),
                evidence: Word::new("本周新增的客户", "This week's new customers"),
                estimate: 240,
            },
            DutyTemplate {
                name: Word::new("商机推进", "Move deals on"),
                frequency: Frequency::Weekly,
                day: 5,
                requirement: Word::new(
                    "过一遍手上的商机：更新阶段、金额、预计成交，定好下一步。",
                    "Go through your deals: stage, value, expected close, next step.",
                ),
                standard: Word::new(
                    "每个商机都有下一步和日期；停滞的写明原因。",
                    "Every deal has a dated next step; where one is stuck, it says why.",
                ),
                evidence: Word::new("更新过的商机", "The deals updated"),
                estimate: 45,
            },
        ],
    },
    JobTemplate {
        name: Word::new("销售主任", "Sales supervisor"),
        purpose: Word::new(
            "带好一组人，把策略落到每天的动作上，对小组业绩负责。",
            "Leads a team, turns strategy into daily action, answers for the team's results.",
        ),
        duties: &[
            DutyTemplate {
                name: Word::new("客户开发", "Customer development"),
                frequency: Frequency::Weekly,
                day: 1,
                requirement: Word::new(
                    "定下本周新客户的数量和质量标准，分到人；检查老客户维护，需要的资源提前备好。",
                    "Set how many new customers of which quality, by person; check care of existing ones; provide what is needed.",
                ),
                standard: Word::new(
                    "周一分完；周五数量达标，抽查 5 个客户资料完整。",
                    "Assigned on Monday; numbers reached by Friday, five samples complete.",
                ),
                evidence: Word::new("本周开发计划和结果", "This week's plan and result"),
                estimate: 60,
            },
            DutyTemplate {
                name: Word::new("销售策略执行", "Carrying out the sales strategy"),
                frequency: Frequency::Weekly,
                day: 3,
                requirement: Word::new(
                    "跟进产品推广、渠道和价格政策的执行，偏差当天纠正并上报。",
                    "See that promotions, channels and prices are carried out; correct and report what differs.",
                ),
                standard: Word::new(
                    "没有超权限的折扣；推广动作按计划完成九成以上。",
                    "No discount beyond authority; at least 90% of planned promotion is done.",
                ),
                evidence: Word::new("执行情况小结", "A short report"),
                estimate: 60,
            },
            DutyTemplate {
                name: Word::new("团队管理", "Leading the team"),
                frequency: Frequency::Daily,
                day: 0,
                requirement: Word::new(
                    "早上看每个人的任务和逾期，分派没人做的任务，处理求助。",
                    "Each morning: see everybody's tasks and delays, give unowned tasks to somebody, answer requests for help.",
                ),
                standard: Word::new(
                    "求助当天有人接；没有无人负责的任务过夜。",
                    "Help is taken the same day; no task stays unowned overnight.",
                ),
                evidence: Word::new("处理过的求助和任务", "Requests and tasks dealt with"),
                estimate: 45,
            },
            DutyTemplate {
                name: Word::new("市场分析", "Market analysis"),
                frequency: Frequency::Monthly,
                day: 25,
                requirement: Word::new(
                    "汇总客户反馈、竞品动态和本组数据，写出变化、原因和建议。",
                    "Gather feedback, competitors' moves and the team's figures: what changed, why, what to do.",
                ),
                standard: Word::new(
                    "有数据、有来源，至少三条可以执行的建议。",
                    "Figures with sources, and at least three proposals to act on.",
                ),
                evidence: Word::new("月度分析", "Monthly analysis"),
                estimate: 180,
            },
        ],
    },
];
