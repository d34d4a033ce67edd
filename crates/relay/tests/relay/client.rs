//! A client on a real socket, and a relay in this process.

use crate::team::{Member, Team};
use futures_util::{SinkExt, StreamExt};
use relay::{Handle, LogStore, MemoryStore, Options, serve};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use wire::frame::{LoginAs, LoginKeys, login_signature};
use wire::receipt::ChainEnd;
use wire::{ClientFrame, Cursor, DeviceId, ServerFrame, SpaceId};

/// Longer than anything takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn relay() -> Handle {
    relay_with(Arc::new(MemoryStore::new([9; 16]))).await
}

pub async fn relay_with(store: Arc<dyn LogStore>) -> Handle {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    serve(listener, store, Options::default()).unwrap()
}

pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub origin: String,
    pub nonce: [u8; 32],
    pub relay: [u8; 16],
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        let (socket, _) = connect_async(format!("ws://{address}/ws")).await.unwrap();
        let mut client = Self { socket, origin: address.to_string(), nonce: [0; 32], relay: [0; 16] };
        client.challenged().await;
        client
    }

    /// Takes the next frame as a challenge.
    pub async fn challenged(&mut self) {
        match self.hear().await {
            ServerFrame::Challenge { nonce, relay } => (self.nonce, self.relay) = (nonce, relay),
            other => panic!("not a challenge: {other:?}"),
        }
    }

    pub async fn say(&mut self, frame: ClientFrame) {
        self.say_bytes(frame.encode().unwrap()).await;
    }

    pub async fn say_bytes(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::Binary(bytes.into())).await.unwrap();
    }

    /// Whether it could be sent.
    pub async fn try_say(&mut self, frame: ClientFrame) -> bool {
        self.try_say_bytes(frame.encode().unwrap()).await
    }

    /// Whether they could be sent.
    pub async fn try_say_bytes(&mut self, bytes: Vec<u8>) -> bool {
        self.socket.send(Message::Binary(bytes.into())).await.is_ok()
    }

    /// The next frame, or `None` when the connection has ended.
    pub async fn hear_or_end(&mut self) -> Option<ServerFrame> {
        loop {
            match timeout(PATIENCE, self.socket.next()).await.expect("the relay said nothing") {
                Some(Ok(Message::Binary(bytes))) => return Some(ServerFrame::decode(&bytes).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return None,
            }
        }
    }

    pub async fn hear(&mut self) -> ServerFrame {
        self.hear_or_end().await.expect("the connection ended")
    }

    pub async fn ask(&mut self, frame: ClientFrame) -> ServerFrame {
        self.say(frame).await;
        self.hear().await
    }

    pub fn login_frame(&self, keys: &impl LoginKeys, team: &Team, identity: LoginAs) -> ClientFrame {
        let (team, origin) = (team.log.team(), self.origin.clone());
        let signature = login_signature(keys, &self.nonce, &self.relay, &origin, team, identity);
        ClientFrame::Login { team, identity, origin, signature }
    }

    pub async fn login(&mut self, team: &Team, member: &Member) {
        let login = self.login_frame(&member.device, team, LoginAs::Device(member.device.id()));
        let answer = self.ask(login).await;
        assert!(matches!(answer, ServerFrame::Welcome { .. }), "{answer:?}");
    }

    /// Gives the relay the team's log.
    pub async fn found(&mut self, team: &Team) {
        let answer = self.ask(found(team)).await;
        let (id, head, records) = (team.log.team(), team.log.head(), team.log.len() as u64);
        assert_eq!(answer, ServerFrame::Founded { team: id, head, records });
        self.challenged().await;
    }

    pub async fn pull(&mut self, space: SpaceId, after: Cursor) -> (Vec<Vec<u8>>, Cursor) {
        match self.ask(ClientFrame::Pull { space, after }).await {
            ServerFrame::Page { from, envelopes, next, .. } => {
                assert_eq!(from, after);
                (envelopes, next)
            }
            other => panic!("not a page: {other:?}"),
        }
    }

    /// How far the chains of a space go here.
    pub async fn tails(&mut self, space: SpaceId) -> BTreeMap<DeviceId, ChainEnd> {
        match self.ask(ClientFrame::FetchTails { space }).await {
            ServerFrame::Tails { tails, .. } => tails,
            other => panic!("no tails: {other:?}"),
        }
    }
}

pub fn found(team: &Team) -> ClientFrame {
    ClientFrame::Found { records: team.records(), boxes: Vec::new() }
}

/// A relay that has the team, and the founder logged in.
pub async fn at_work(team: &Team) -> (Handle, Client) {
    let relay = relay().await;
    let client = founder_at(&relay, team).await;
    (relay, client)
}

pub async fn founder_at(relay: &Handle, team: &Team) -> Client {
    let mut client = Client::connect(relay.address()).await;
    client.found(team).await;
    client.login(team, &team.founder).await;
    client
}
