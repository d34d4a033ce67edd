//! One connection: challenge, login, then requests in order and news in between.

mod access;
mod envelopes;
mod handshake;
mod news;
mod snapshots;

use crate::hub::{Inbox, News, Team};
use crate::limits::{CLOSE_TIMEOUT, IDLE_TIMEOUT, LOGIN_TIMEOUT, MAX_ENVELOPES_PER_PUT, SEND_TIMEOUT};
use crate::rate::Rate;
use crate::server::{Names, Shared};
use crate::store::StoreError;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::time::{Instant, interval, timeout};
use tungstenite::error::ProtocolError;
use wire::frame::{Bye, Denied, FrameError, Refusal};
use wire::{ClientFrame, Cursor, DeviceId, EnvelopeId, InviteId, PersonId, ServerFrame, SpaceId, TeamId};

/// Why a connection ends.
enum End {
    /// The other side is gone; nobody is left to tell.
    Gone,
    /// The relay ends it and says why.
    Bye(Bye),
}

impl End {
    /// A socket that reads no further: something too large, something that is no WebSocket, or the line broke.
    fn of_socket(error: axum::Error) -> Self {
        match error.into_inner().downcast_ref() {
            Some(tungstenite::Error::Capacity(_)) => Self::Bye(Bye::TooLarge),
            Some(tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => Self::Gone,
            Some(tungstenite::Error::Protocol(_) | tungstenite::Error::Utf8(_)) => Self::Bye(Bye::Protocol),
            _ => Self::Gone,
        }
    }
}

type Flow<T = ()> = Result<T, End>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Identity {
    Device { device: DeviceId, person: PersonId },
    Invite(InviteId),
}

struct Login {
    team_id: TeamId,
    team: Arc<Team>,
    identity: Identity,
    news: Inbox,
    /// Spaces that were pulled to their end, with the cursor of what was sent: their news is passed on.
    live: HashMap<SpaceId, Cursor>,
    /// Spaces whose receipts were asked for.
    receipts: HashSet<SpaceId>,
    /// Spaces whose snapshots were asked for.
    snapshots: HashSet<SpaceId>,
    /// The next access record to send, once all were sent.
    access_at: Option<u64>,
}

struct Session {
    shared: Arc<Shared>,
    names: Names,
    socket: WebSocket,
    connection: u64,
    nonce: [u8; 32],
    attempts: u32,
    /// What this connection has to keep: before the login its own, then the device's and the team's.
    rates: Vec<Arc<Rate>>,
    login: Option<Login>,
}

/// Serves a connection to its end.
pub(crate) async fn run(shared: Arc<Shared>, names: Names, socket: WebSocket) {
    shared.metrics.connections.inc();
    let connection = shared.hub.next_connection();
    let rates = vec![Arc::new(Rate::of_device(&shared.limits))];
    let mut session =
        Session { shared, names, socket, connection, nonce: [0; 32], attempts: 0, rates, login: None };
    let ended = session.converse().await;
    if let Some(login) = &session.login {
        login.team.leave(connection);
    }
    if let Err(End::Bye(reason)) = ended {
        tracing::info!(connection, ?reason, "connection ended by the relay");
        session.shared.metrics.farewells.count(&reason);
        session.say_goodbye(reason).await;
    }
    session.shared.metrics.connections.dec();
}

/// What happened first.
enum Event {
    Received(Option<Result<Message, axum::Error>>),
    News(Option<Arc<News>>),
    Tick,
    Stopping,
}

impl Session {
    async fn converse(&mut self) -> Flow {
        self.challenge().await?;
        let mut stopping = self.shared.stopping.clone();
        let mut ticks = interval(IDLE_TIMEOUT / 3);
        let (begun, mut heard) = (Instant::now(), Instant::now());
        loop {
            let event = tokio::select! {
                message = self.socket.recv() => Event::Received(message),
                news = next_news(&mut self.login) => Event::News(news),
                _ = ticks.tick() => Event::Tick,
                _ = stopping.wait_for(|stop| *stop) => Event::Stopping,
            };
            match event {
                Event::Received(message) => {
                    heard = Instant::now();
                    self.receive(message.ok_or(End::Gone)?).await?;
                }
                Event::News(Some(news)) => self.pass_on(&news).await?,
                // The hub let go of this reader.
                Event::News(None) => return Err(End::Bye(Bye::TooSlow)),
                Event::Tick if heard.elapsed() > IDLE_TIMEOUT => return Err(End::Gone),
                Event::Tick if self.login.is_none() && begun.elapsed() > LOGIN_TIMEOUT => {
                    return Err(End::Bye(Bye::Login));
                }
                Event::Tick => self.send_message(Message::Ping(Default::default())).await?,
                Event::Stopping => return Err(End::Bye(Bye::ShuttingDown)),
            }
        }
    }

    /// Says why and closes. What is still under way from the other side is taken and dropped until it closes, too:
    /// a connection that is let go with bytes unread is reset, and the reset can overtake the goodbye.
    async fn say_goodbye(&mut self, reason: Bye) {
        if self.send(ServerFrame::Bye { reason }).await.is_err() {
            return;
        }
        if self.send_message(Message::Close(None)).await.is_err() {
            return;
        }
        let _ = timeout(CLOSE_TIMEOUT, async { while let Some(Ok(_)) = self.socket.recv().await {} }).await;
    }

    async fn receive(&mut self, message: Result<Message, axum::Error>) -> Flow {
        let bytes = match message {
            Ok(Message::Binary(bytes)) => bytes,
            Ok(Message::Ping(_) | Message::Pong(_)) => return Ok(()),
            Ok(Message::Text(_)) => return Err(End::Bye(Bye::Protocol)),
            Ok(Message::Close(_)) => return Err(End::Gone),
            Err(error) => return Err(End::of_socket(error)),
        };
        self.shared.metrics.frames_received.inc();
        self.shared.metrics.bytes_received.inc_by(bytes.len() as u64);
        let frame = ClientFrame::decode(&bytes).map_err(|error| match error {
            FrameError::TooLarge => End::Bye(Bye::TooLarge),
            FrameError::Version(_) => End::Bye(Bye::Version),
            FrameError::Malformed => End::Bye(Bye::Protocol),
        })?;
        let now = Instant::now();
        if let Err(retry_after_ms) = self.rates.iter().try_for_each(|rate| rate.take(now, bytes.len())) {
            return self.refuse_for_rate(frame, retry_after_ms).await;
        }
        self.handle(frame).await
    }

    /// A put is refused and can come again; what is never answered is dropped; anything else ends the connection.
    async fn refuse_for_rate(&mut self, frame: ClientFrame, retry_after_ms: u32) -> Flow {
        match frame {
            ClientFrame::Put { envelopes } => {
                for bytes in envelopes {
                    let reason = Refusal::RateLimited { retry_after_ms };
                    self.shared.metrics.refusals.count(&reason);
                    self.send(ServerFrame::Refused { envelope: EnvelopeId::of(&bytes), reason }).await?;
                }
                Ok(())
            }
            ClientFrame::PutParts { space, .. } => self.deny_snapshot(space, Denied::Limit).await,
            ClientFrame::Whisper { .. }
            | ClientFrame::PutReceipt { .. }
            | ClientFrame::PutCountersignature { .. } => Ok(()),
            _ => Err(End::Bye(Bye::RateLimited)),
        }
    }

    async fn handle(&mut self, frame: ClientFrame) -> Flow {
        match frame {
            ClientFrame::Ping => self.send(ServerFrame::Pong).await,
            ClientFrame::Login { team, identity, origin, signature } => {
                self.login(team, identity, &origin, signature).await
            }
            ClientFrame::Found { records, boxes } => self.found(records, boxes).await,
            _ if self.login.is_none() => Err(End::Bye(Bye::Login)),
            ClientFrame::AccessSince { index } => self.access_since(index).await,
            ClientFrame::AccessAppend { expected_head, record, boxes } => {
                self.access_append(expected_head, record, boxes).await
            }
            ClientFrame::AccessRefill { from, records, boxes } => {
                let team = self.logged_in()?.team_id;
                self.refill(team, from, records, boxes).await
            }
            ClientFrame::FetchBoxes => self.fetch_boxes().await,
            ClientFrame::PutBoxes { boxes } => self.put_boxes(boxes).await,
            ClientFrame::Put { envelopes } if envelopes.len() > MAX_ENVELOPES_PER_PUT => {
                Err(End::Bye(Bye::TooLarge))
            }
            ClientFrame::Put { envelopes } => self.put(envelopes).await,
            ClientFrame::Pull { space, after } => self.pull(space, after).await,
            ClientFrame::PutReceipt { receipt } => self.put_receipt(&receipt).await,
            ClientFrame::FetchReceipts { space } => self.fetch_receipts(space).await,
            ClientFrame::FetchTails { space } => self.fetch_tails(space).await,
            ClientFrame::Whisper { space, bytes } => self.whisper(space, bytes).await,
            ClientFrame::FetchSnapshots { space } => self.fetch_snapshots(space).await,
            ClientFrame::FetchParts { space, parts } => self.fetch_parts(space, parts).await,
            ClientFrame::PutParts { space, parts } => self.put_parts(space, parts).await,
            ClientFrame::PutSnapshot { snapshot } => self.put_snapshot(snapshot).await,
            ClientFrame::PutCountersignature { countersignature } => {
                self.put_countersignature(countersignature).await
            }
        }
    }

    fn logged_in(&self) -> Flow<&Login> {
        self.login.as_ref().ok_or(End::Bye(Bye::Login))
    }

    /// The logged-in device and person, when they may read the space.
    fn reader_of(&self, space: SpaceId) -> Flow<Option<(DeviceId, PersonId)>> {
        let login = self.logged_in()?;
        Ok(match login.identity {
            Identity::Device { device, person } if login.team.log().state().can_read(person, space) => {
                Some((device, person))
            }
            _ => None,
        })
    }

    async fn deny_space(&mut self, space: SpaceId) -> Flow {
        self.send(ServerFrame::PullDenied { space, reason: Denied::Right }).await
    }

    async fn send(&mut self, frame: ServerFrame) -> Flow {
        self.send_encoded(frame.encode().map(Bytes::from)).await
    }

    async fn send_encoded(&mut self, frame: Result<Bytes, FrameError>) -> Flow {
        let Ok(bytes) = frame else {
            tracing::error!("a frame could not be encoded");
            return Err(End::Bye(Bye::Storage));
        };
        self.shared.metrics.frames_sent.inc();
        self.shared.metrics.bytes_sent.inc_by(bytes.len() as u64);
        self.send_message(Message::Binary(bytes)).await
    }

    async fn send_message(&mut self, message: Message) -> Flow {
        match timeout(SEND_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            // A reader that takes nothing for so long could not take a farewell either.
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }

    /// Runs something that blocks (storage, signatures) off the network threads.
    fn blocking<T, W>(&self, work: W) -> impl Future<Output = Flow<T>> + Send + use<T, W>
    where
        T: Send + 'static,
        W: FnOnce(&Shared) -> T + Send + 'static,
    {
        let shared = self.shared.clone();
        async move { tokio::task::spawn_blocking(move || work(&shared)).await.map_err(|_| End::Bye(Bye::Storage)) }
    }

    /// The same for storage, where failing ends the connection: the client keeps what it has and comes back.
    fn read_store<T, W>(&self, work: W) -> impl Future<Output = Flow<T>> + Send + use<T, W>
    where
        T: Send + 'static,
        W: FnOnce(&Shared) -> Result<T, StoreError> + Send + 'static,
    {
        let reading = self.blocking(work);
        async move {
            reading.await?.map_err(|error| {
                tracing::error!(%error, "reading failed");
                End::Bye(Bye::Storage)
            })
        }
    }
}

async fn next_news(login: &mut Option<Login>) -> Option<Arc<News>> {
    match login {
        Some(login) => login.news.next().await,
        None => std::future::pending().await,
    }
}

/// The relay's clock, Unix milliseconds.
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
