//! Passing on what others brought, to readers who asked.

use super::{Flow, Session};
use crate::hub::{News, Page};
use wire::ServerFrame;

impl Session {
    pub(super) async fn pass_on(&mut self, news: &News) -> Flow {
        match news {
            News::Page(page) => self.pass_on_page(page).await,
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
            News::Snapshots { space, snapshots, countersignatures } => {
                let asked = self.logged_in()?.snapshots.contains(space);
                if !asked || self.reader_of(*space)?.is_none() {
                    return Ok(());
                }
                let (snapshots, countersignatures) = (snapshots.clone(), countersignatures.clone());
                let (space, more) = (*space, false);
                self.send(ServerFrame::Snapshots { space, snapshots, countersignatures, more }).await
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
    async fn pass_on_page(&mut self, page: &Page) -> Flow {
        let space = page.space;
        let Some(at) = self.logged_in()?.live.get(&space).copied() else { return Ok(()) };
        if page.next.position <= at.position {
            return Ok(());
        }
        let may_read = self.reader_of(space)?.is_some();
        let Some(frame) = page.frame_after(at).filter(|_| may_read) else {
            if let Some(login) = &mut self.login {
                login.live.remove(&space);
            }
            return Ok(());
        };
        if let Some(login) = &mut self.login {
            login.live.insert(space, page.next);
        }
        self.send_encoded(frame).await
    }
}
