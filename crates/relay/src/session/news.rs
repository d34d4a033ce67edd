//! Passing on what others brought, to readers who asked.

use super::{Flow, Session};
use crate::hub::News;
use wire::{Cursor, ServerFrame, SpaceId};

impl Session {
    pub(super) async fn pass_on(&mut self, news: &News) -> Flow {
        match news {
            News::Page { space, from, envelopes, next } => {
                self.pass_on_page(*space, *from, envelopes, *next).await
            }
            News::Access => match self.login.as_ref().and_then(|login| login.access_at) {
                Some(index) if index < self.logged_in()?.team.log().len() as u64 => {
                    self.access_since(index).await
                }
                _ => Ok(()),
            },
            News::Receipt { space, bytes } => {
                let asked = self.logged_in()?.receipts.contains(space);
                if !asked || self.reader_of(*space)?.is_none() {
                    return Ok(());
                }
                self.send(ServerFrame::Receipts { space: *space, receipts: vec![bytes.clone()] }).await
            }
            News::Whisper { space, from, bytes } => {
                let pulled = self.logged_in()?.live.contains_key(space);
                if *from == self.connection || !pulled || self.reader_of(*space)?.is_none() {
                    return Ok(());
                }
                self.send(ServerFrame::Whisper { space: *space, bytes: bytes.clone() }).await
            }
        }
    }

    /// News and pulled pages overlap: what was already sent is left out, what does not follow is left to a pull.
    async fn pass_on_page(
        &mut self,
        space: SpaceId,
        from: Cursor,
        envelopes: &[Vec<u8>],
        next: Cursor,
    ) -> Flow {
        let Some(at) = self.logged_in()?.live.get(&space).copied() else { return Ok(()) };
        if next.position <= at.position {
            return Ok(());
        }
        let known = at.position.checked_sub(from.position).and_then(|known| usize::try_from(known).ok());
        let live = self.reader_of(space)?.is_some();
        let Some(known) = known.filter(|_| live) else {
            if let Some(login) = &mut self.login {
                login.live.remove(&space);
            }
            return Ok(());
        };
        let envelopes = envelopes.get(known..).unwrap_or_default().to_vec();
        if let Some(login) = &mut self.login {
            login.live.insert(space, next);
        }
        self.send(ServerFrame::Page { space, from: at, envelopes, next, more: false }).await
    }
}
