//! Several pages on one engine: the tabs of a browser, of which one hosts the engine and the others look on.
//!
//! Every page numbers its subscriptions for itself; here they get numbers that the engine tells apart, and what it
//! says finds its way back.

use contract::{CommandId, FromWorker, ToWorker};

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

/// Who asked for what. A few dozen entries, looked through one by one: a map of each kind would be kilobytes of the
/// worker's download.
#[derive(Default)]
pub struct Tabs {
    last: u32,
    subscriptions: Vec<Subscription>,
    /// Commands that are not settled, and who gave them.
    commands: Vec<(CommandId, TabId)>,
}

struct Subscription {
    tab: TabId,
    /// What the tab calls it.
    theirs: u32,
    /// What the engine calls it.
    ours: u32,
}

impl Tabs {
    /// What a tab says, as the engine is to hear it; `None` when there is nothing to hear.
    pub fn to_engine(&mut self, tab: TabId, message: ToWorker) -> Option<ToWorker> {
        match message {
            ToWorker::Subscribe { subscription, query } => {
                let subscription = match self.find(tab, subscription) {
                    Some(at) => self.subscriptions[at].ours,
                    None => {
                        self.last += 1;
                        self.subscriptions.push(Subscription { tab, theirs: subscription, ours: self.last });
                        self.last
                    }
                };
                Some(ToWorker::Subscribe { subscription, query })
            }
            ToWorker::Unsubscribe { subscription } => {
                let at = self.find(tab, subscription)?;
                Some(ToWorker::Unsubscribe { subscription: self.subscriptions.swap_remove(at).ours })
            }
            ToWorker::Command { id, .. } => {
                self.settle(id);
                self.commands.push((id, tab));
                Some(message)
            }
            ToWorker::Hello { .. } | ToWorker::Visible(_) | ToWorker::Crashed => Some(message),
        }
    }

    /// What the engine says, as its recipient is to hear it; `None` when nobody waits for it any more.
    pub fn from_engine(&mut self, message: FromWorker) -> Option<(Recipient, FromWorker)> {
        match message {
            FromWorker::View { subscription, view } => {
                let known = self.subscriptions.iter().find(|known| known.ours == subscription)?;
                Some((Recipient::Tab(known.tab), FromWorker::View { subscription: known.theirs, view }))
            }
            FromWorker::Answer { id, result: Ok(_) } => {
                let (_, tab) = self.commands.iter().find(|(known, _)| *known == id)?;
                Some((Recipient::Tab(*tab), message))
            }
            FromWorker::Answer { id, .. } | FromWorker::Saved { id } => {
                Some((Recipient::Tab(self.settle(id)?), message))
            }
            FromWorker::Hello { .. } | FromWorker::Notice(_) => Some((Recipient::Everyone, message)),
        }
    }

    /// A tab is gone: what the engine no longer needs to compute.
    pub fn gone(&mut self, tab: TabId) -> Vec<ToWorker> {
        let mut gone = Vec::new();
        self.subscriptions.retain(|known| {
            let stays = known.tab != tab;
            gone.extend((!stays).then_some(ToWorker::Unsubscribe { subscription: known.ours }));
            stays
        });
        self.commands.retain(|(_, of)| *of != tab);
        gone
    }

    fn find(&self, tab: TabId, subscription: u32) -> Option<usize> {
        self.subscriptions.iter().position(|known| known.tab == tab && known.theirs == subscription)
    }

    fn settle(&mut self, id: CommandId) -> Option<TabId> {
        let at = self.commands.iter().position(|(known, _)| *known == id)?;
        Some(self.commands.swap_remove(at).1)
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
