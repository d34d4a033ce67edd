//! What a new worker must be told again after the old one died.

use contract::{CommandId, FromWorker, ToWorker};

/// Commands whose changes are not yet durable, in the order they were given, and the subscriptions that are open; as
/// the bytes that were sent. Repeating a command that was done already is harmless: its id says that it is the same.
#[derive(Default)]
pub struct Unsettled {
    commands: Vec<(CommandId, Vec<u8>)>,
    subscriptions: Vec<(u32, Vec<u8>)>,
    hidden: Option<Vec<u8>>,
}

impl Unsettled {
    /// Note what the page sends.
    pub fn sent(&mut self, message: &ToWorker, bytes: &[u8]) {
        match message {
            ToWorker::Command { id, .. } => self.commands.push((*id, bytes.to_vec())),
            ToWorker::Subscribe { subscription, .. } => {
                self.close(*subscription);
                self.subscriptions.push((*subscription, bytes.to_vec()));
            }
            ToWorker::Unsubscribe { subscription } => {
                self.close(*subscription);
            }
            ToWorker::Visible(visible) => self.hidden = (!visible).then(|| bytes.to_vec()),
            ToWorker::Hello { .. } | ToWorker::Crashed => {}
        }
    }

    fn close(&mut self, subscription: u32) {
        self.subscriptions.retain(|(open, _)| *open != subscription);
    }

    /// Note what the worker says; true when that settles a command. A refused command is settled by its answer, a
    /// done one only when it is durable — unless it changed nothing.
    pub fn received(&mut self, message: &FromWorker) -> bool {
        let settled = match message {
            FromWorker::Saved { id } | FromWorker::Answer { id, result: Err(_) } => id,
            FromWorker::Answer { id, result: Ok(outcome) }
                if outcome.changed.is_empty() && outcome.undo.is_none() =>
            {
                id
            }
            _ => return false,
        };
        let before = self.commands.len();
        self.commands.retain(|(id, _)| id != settled);
        self.commands.len() < before
    }

    /// Everything a new worker needs to hear, commands first, so that the views it sends already show them.
    pub fn replay(&self) -> impl Iterator<Item = &[u8]> {
        let commands = self.commands.iter().map(|(_, bytes)| bytes.as_slice());
        commands.chain(self.subscriptions()).chain(self.hidden.as_deref())
    }

    /// What is subscribed to. Repeated, it is answered again.
    pub fn subscriptions(&self) -> impl Iterator<Item = &[u8]> {
        self.subscriptions.iter().map(|(_, bytes)| bytes.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::command::Command;
    use contract::{BatchId, Outcome, Query, Refusal};

    impl Unsettled {
        fn sends(&mut self, message: &ToWorker) {
            self.sent(message, &postcard::to_stdvec(message).unwrap());
        }

        fn replays(&self) -> Vec<ToWorker> {
            self.replay().map(|bytes| postcard::from_bytes(bytes).unwrap()).collect()
        }
    }

    fn command(number: u8) -> ToWorker {
        ToWorker::Command { id: id(number), command: Command::RetryQuarantine }
    }

    fn id(number: u8) -> CommandId {
        CommandId([number; 16])
    }

    fn done(number: u8, undo: Option<BatchId>) -> FromWorker {
        let outcome = Outcome { changed: Vec::new(), undo, made: None, kept: Vec::new() };
        FromWorker::Answer { id: id(number), result: Ok(outcome) }
    }

    #[test]
    fn a_command_is_repeated_until_it_is_durable() {
        let mut unsettled = Unsettled::default();
        unsettled.sends(&command(1));
        unsettled.sends(&command(2));
        assert!(!unsettled.received(&done(1, Some(BatchId([1; 16])))));
        assert_eq!(unsettled.replays(), [command(1), command(2)]);
        assert!(unsettled.received(&FromWorker::Saved { id: id(1) }));
        assert_eq!(unsettled.replays(), [command(2)]);
    }

    #[test]
    fn a_refused_command_is_not_repeated() {
        let mut unsettled = Unsettled::default();
        unsettled.sends(&command(1));
        assert!(unsettled.received(&FromWorker::Answer { id: id(1), result: Err(Refusal::NoTeam) }));
        assert!(unsettled.replays().is_empty());
    }

    #[test]
    fn a_command_that_changed_nothing_is_not_repeated() {
        let mut unsettled = Unsettled::default();
        unsettled.sends(&command(1));
        assert!(unsettled.received(&done(1, None)));
        assert!(unsettled.replays().is_empty());
    }

    #[test]
    fn only_the_latest_open_subscriptions_are_repeated() {
        let mut unsettled = Unsettled::default();
        let subscribe = |subscription, query| ToWorker::Subscribe { subscription, query };
        unsettled.sends(&subscribe(1, Query::Session));
        unsettled.sends(&subscribe(2, Query::Session));
        unsettled.sends(&subscribe(1, Query::Today));
        unsettled.sends(&ToWorker::Unsubscribe { subscription: 2 });
        assert_eq!(unsettled.replays(), [subscribe(1, Query::Today)]);
    }

    #[test]
    fn a_hidden_page_stays_hidden_to_the_new_worker() {
        let mut unsettled = Unsettled::default();
        unsettled.sends(&ToWorker::Visible(false));
        assert_eq!(unsettled.replays(), [ToWorker::Visible(false)]);
        unsettled.sends(&ToWorker::Visible(true));
        assert!(unsettled.replays().is_empty());
    }
}
