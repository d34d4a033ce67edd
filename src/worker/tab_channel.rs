//! What the tabs of a browser say to each other.

use super::{Ear, Heard};
use contract::{FromWorker, PROTOCOL_VERSION};
use engine::host::TabId;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "tongzhou";

/// A word among tabs. Tabs of different versions understand the first two; the messages inside are those of the
/// contract, as bytes.
#[derive(Serialize, Deserialize)]
pub enum Word {
    /// Who leads?
    WhoLeads,
    /// I do, in this version of the contract.
    Leads { leader: TabId, version: u32 },
    /// What a page says.
    ToLeader { tab: TabId, message: Vec<u8> },
    /// What the engine says; to all without a tab.
    ToTab { tab: Option<TabId>, message: Vec<u8> },
}

/// The line between the tabs.
pub struct TabChannel {
    channel: BroadcastChannel,
}

impl TabChannel {
    /// Open it, and listen to what others say.
    pub fn open(ear: &Ear) -> Result<Self, JsValue> {
        let channel = BroadcastChannel::new(NAME)?;
        let ear = ear.clone();
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            let Some(bytes) = data.dyn_ref::<js_sys::Uint8Array>() else { return };
            // A word that a newer version knows is not for this one.
            if let Ok(word) = postcard::from_bytes(&bytes.to_vec()) {
                ear(Heard::Word(word));
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        listener.forget(); // lives as long as the worker
        Ok(Self { channel })
    }

    pub fn ask_who_leads(&self) {
        self.say(&Word::WhoLeads);
    }

    pub fn lead(&self, leader: TabId) {
        self.say(&Word::Leads { leader, version: PROTOCOL_VERSION });
    }

    pub fn to_leader(&self, tab: TabId, message: Vec<u8>) {
        self.say(&Word::ToLeader { tab, message });
    }

    pub fn to_tab(&self, tab: Option<TabId>, message: &FromWorker) {
        let message = postcard::to_stdvec(message).unwrap_or_default();
        self.say(&Word::ToTab { tab, message });
    }

    fn say(&self, word: &Word) {
        let bytes = postcard::to_stdvec(word).unwrap_or_default();
        // Refused only for a closed channel, and this one is never closed.
        let _ = self.channel.post_message(&js_sys::Uint8Array::from(bytes.as_slice()));
    }
}
