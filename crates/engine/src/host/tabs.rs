//! Several pages on one engine: the tabs of a browser, of which one hosts the engine and the others look on.
//!
//! Every page numbers its subscriptions for itself; here they get numbers that the engine tells apart, and what it
//! says finds its way back.

use contract::{CommandId, FromWorker, ToWorker};
use std::collections::BTreeMap;

/// Names a tab; drawn at random when it starts.
pub type TabId = [u8; 16];

/// To whom something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// One tab.
    Tab(TabId),
    /// All of them.
    Everyone,
}

/// Who asked for what.
#[derive(Default)]
pub struct Tabs {
    next: u32,
    /// By the engine's number: the tab, and what it calls the subscription.
    subscriptions: BTreeMap<u32, (TabId, u32)>,
    /// Commands that are not settled.
    commands: BTreeMap<CommandId, TabId>,
}

impl Tabs {
    /// What a tab says, as the engine is to hear it; `None` when there is nothing to hear.
    pub fn to_engine(&mut self, tab: TabId, message: ToWorker) -> Option<ToWorker> {
        match message {
            ToWorker::Subscribe { subscription, query } => {
                let subscription = self.find(tab, subscription).unwrap_or_else(|| {
                    self.next += 1;
                    self.subscriptions.insert(self.next, (tab, subscription));
                    self.next
                });
                Some(ToWorker::Subscribe { subscription, query })
            }
            ToWorker::Unsubscribe { subscription } => {
                let subscription = self.find(tab, subscription)?;
                self.subscriptions.remove(&subscription);
                Some(ToWorker::Unsubscribe { subscription })
            }
            ToWorker::Command { id, .. } => {
                self.commands.insert(id, tab);
                Some(message)
            }
            ToWorker::Hello { .. } | ToWorker::Visible(_) | ToWorker::Crashed => Some(message),
        }
    }

    /// What the engine says, as its recipient is to hear it; `None` when nobody waits for it any more.
    pub fn from_engine(&mut self, message: FromWorker) -> Option<(Recipient, FromWorker)> {
        match message {
            FromWorker::View { subscription, view } => {
                let (tab, subscription) = *self.subscriptions.get(&subscription)?;
                Some((Recipient::Tab(tab), FromWorker::View { subscription, view }))
            }
            FromWorker::Answer { id, ref result } => {
                let tab = *self.commands.get(&id)?;
                if result.is_err() {
                    self.commands.remove(&id);
                }
                Some((Recipient::Tab(tab), message))
            }
            FromWorker::Saved { id } => Some((Recipient::Tab(self.commands.remove(&id)?), message)),
            FromWorker::Hello { .. } | FromWorker::Notice(_) => Some((Recipient::Everyone, message)),
        }
    }

    /// A tab is gone: what the engine no longer needs to compute.
    pub fn gone(&mut self, tab: TabId) -> Vec<ToWorker> {
        let gone: Vec<u32> =
            self.subscriptions.iter().filter(|(_, (of, _))| *of == tab).map(|(number, _)| *number).collect();
        self.subscriptions.retain(|_, (of, _)| *of != tab);
        self.commands.retain(|_, of| *of != tab);
        gone.into_iter().map(|subscription| ToWorker::Unsubscribe { subscription }).collect()
    }

    fn find(&self, tab: TabId, subscription: u32) -> Option<u32> {
        let of = (tab, subscription);
        self.subscriptions.iter().find(|(_, known)| **known == of).map(|(number, _)| *number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::view::Session;
    use contract::{Command, Notice, Query, Refusal, View};

    const ONE: TabId = [1; 16];
    const OTHER: TabId = [2; 16];

    fn subscribe(subscription: u32, query: Query) -> ToWorker {
        ToWorker::Subscribe { subscription, query }
    }

    fn view(subscription: u32) -> FromWorker {
        FromWorker::View { subscription, view: View::Session(Session::NoTeam) }
    }

    #[test]
    fn the_same_number_of_two_tabs_is_two_subscriptions() {
        let mut tabs = Tabs::default();
        assert_eq!(tabs.to_engine(ONE, subscribe(7, Query::Session)), Some(subscribe(1, Query::Session)));
        assert_eq!(tabs.to_engine(OTHER, subscribe(7, Query::Today)), Some(subscribe(2, Query::Today)));
        assert_eq!(tabs.from_engine(view(1)), Some((Recipient::Tab(ONE), view(7))));
        assert_eq!(tabs.from_engine(view(2)), Some((Recipient::Tab(OTHER), view(7))));
        assert_eq!(
            tabs.to_engine(ONE, subscribe(7, Query::Team)),
            Some(subscribe(1, Query::Team)),
            "used again"
        );
        let gone = ToWorker::Unsubscribe { subscription: 2 };
        assert_eq!(tabs.to_engine(OTHER, ToWorker::Unsubscribe { subscription: 7 }), Some(gone));
        assert_eq!(tabs.from_engine(view(2)), None, "what was on its way to it finds nobody");
        assert_eq!(tabs.to_engine(OTHER, ToWorker::Unsubscribe { subscription: 7 }), None);
    }

    #[test]
    fn an_answer_goes_to_the_tab_that_asked_and_a_notice_to_all() {
        let mut tabs = Tabs::default();
        let id = CommandId([9; 16]);
        let command = ToWorker::Command { id, command: Command::RetryQuarantine };
        assert_eq!(tabs.to_engine(OTHER, command.clone()), Some(command.clone()));
        let saved = FromWorker::Saved { id };
        assert_eq!(tabs.from_engine(saved.clone()), Some((Recipient::Tab(OTHER), saved.clone())));
        assert_eq!(tabs.from_engine(saved), None, "settled");
        tabs.to_engine(ONE, command);
        let refused = FromWorker::Answer { id, result: Err(Refusal::NoTeam) };
        assert_eq!(tabs.from_engine(refused.clone()), Some((Recipient::Tab(ONE), refused.clone())));
        assert_eq!(tabs.from_engine(refused), None);
        let notice = FromWorker::Notice(Notice::DamagedDocument);
        assert_eq!(tabs.from_engine(notice.clone()), Some((Recipient::Everyone, notice)));
    }

    #[test]
    fn for_a_tab_that_is_gone_nothing_is_computed() {
        let mut tabs = Tabs::default();
        tabs.to_engine(ONE, subscribe(1, Query::Session));
        tabs.to_engine(OTHER, subscribe(1, Query::Session));
        tabs.to_engine(OTHER, subscribe(2, Query::Today));
        let gone = [2, 3].map(|subscription| ToWorker::Unsubscribe { subscription });
        assert_eq!(tabs.gone(OTHER), gone);
        assert!(tabs.gone(OTHER).is_empty());
        assert!(tabs.from_engine(view(1)).is_some());
    }
}
