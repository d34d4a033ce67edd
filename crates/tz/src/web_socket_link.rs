//! The engine's `Link` over a WebSocket.

use crate::traffic::Traffic;
use engine::host::{Link, LinkEvent};
use futures_util::{SinkExt, StreamExt};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{JoinHandle, spawn_local};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// A relay that does not take our last frames within this is left.
const FAREWELL: Duration = Duration::from_secs(2);

/// Whether a command of `tz` uses the network.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// The relay is connected to.
    Used,
    /// The link never comes up: what is done stays here until the next sync.
    Unused,
}

/// One connection to a relay at a time. Clones share it; lives in a `LocalSet`.
#[derive(Clone)]
pub struct WebSocketLink {
    network: Network,
    traffic: Rc<RefCell<Traffic>>,
    /// Events with the number of the connection they belong to; those of earlier ones are skipped.
    inbox: Rc<RefCell<UnboundedReceiver<(u32, LinkEvent)>>>,
    events: UnboundedSender<(u32, LinkEvent)>,
    number: Rc<Cell<u32>>,
    connection: Rc<RefCell<Option<Connection>>>,
}

struct Connection {
    frames: UnboundedSender<Vec<u8>>,
    task: JoinHandle<()>,
}

impl WebSocketLink {
    /// A link that is down.
    pub fn new(network: Network) -> Self {
        let (events, inbox) = unbounded_channel();
        Self {
            network,
            traffic: Rc::default(),
            inbox: Rc::new(RefCell::new(inbox)),
            events,
            number: Rc::default(),
            connection: Rc::default(),
        }
    }

    /// Whether everything asked of the relay on this connection has been answered.
    pub fn is_answered(&self) -> bool {
        self.traffic.borrow().is_answered()
    }

    /// How often the connection could not be opened, or ended before anything had moved.
    pub fn failures(&self) -> u32 {
        self.traffic.borrow().failures()
    }

    /// Send what is queued, hang up, and wait until the relay has taken it all.
    pub async fn finish(&self) {
        let connection = self.connection.borrow_mut().take();
        if let Some(Connection { frames, task }) = connection {
            drop(frames);
            // Whatever was not taken is sent again at the next sync.
            let _ = tokio::time::timeout(FAREWELL, task).await;
        }
    }
}

impl Link for WebSocketLink {
    fn open(&self, url: &str) {
        self.close();
        if self.network == Network::Unused {
            return;
        }
        let (frames, outgoing) = unbounded_channel();
        let (events, number, url) = (self.events.clone(), self.number.get(), url.to_owned());
        let task = spawn_local(async move {
            let report = |event| drop(events.send((number, event)));
            converse(&url, outgoing, report).await;
            report(LinkEvent::Down);
        });
        self.connection.replace(Some(Connection { frames, task }));
    }

    fn send(&self, frame: Vec<u8>) {
        if let Some(connection) = self.connection.borrow().as_ref() {
            self.traffic.borrow_mut().sent(&frame);
            // Refused only when the connection has ended; the engine sends again after the next `Up`.
            let _ = connection.frames.send(frame);
        }
    }

    fn close(&self) {
        self.number.set(self.number.get() + 1);
        if let Some(connection) = self.connection.replace(None) {
            connection.task.abort();
        }
    }

    async fn next(&self) -> LinkEvent {
        loop {
            let next = poll_fn(|context| self.inbox.borrow_mut().poll_recv(context)).await;
            match next {
                Some((number, event)) if number == self.number.get() => {
                    let mut traffic = self.traffic.borrow_mut();
                    match &event {
                        LinkEvent::Frame(frame) => traffic.received(frame),
                        LinkEvent::Down => traffic.broke(),
                        LinkEvent::Up => {}
                    }
                    return event;
                }
                Some(_) => {}
                // Cannot be: this link holds a sender itself.
                None => return poll_fn(|_| Poll::Pending).await,
            }
        }
    }
}

/// Connects and carries frames both ways until the other side hangs up or `outgoing` ends.
async fn converse(url: &str, mut outgoing: UnboundedReceiver<Vec<u8>>, report: impl Fn(LinkEvent)) {
    let limits = WebSocketConfig::default()
        .max_message_size(Some(wire::MAX_FRAME_BYTES))
        .max_frame_size(Some(wire::MAX_FRAME_BYTES));
    let Ok((socket, _)) = tokio_tungstenite::connect_async_with_config(url, Some(limits), true).await else {
        return;
    };
    report(LinkEvent::Up);
    let (mut sink, mut stream) = socket.split();
    // Each way by itself: with both sides giving and neither taking, a large upload would stand still.
    let give = async {
        while let Some(frame) = outgoing.recv().await {
            sink.send(Message::Binary(frame.into())).await?;
        }
        // The relay answers the farewell after it has handled every frame before it.
        sink.close().await
    };
    let take = async {
        while let Some(Ok(message)) = stream.next().await {
            match message {
                Message::Binary(frame) => report(LinkEvent::Frame(frame.into())),
                Message::Close(_) => return,
                // A relay never sends text; pings are answered by the library.
                _ => {}
            }
        }
    };
    tokio::pin!(take);
    tokio::select! {
        () = &mut take => {}
        given = give => {
            if given.is_ok() {
                take.await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;
    use tokio::task::LocalSet;
    use tokio::time::timeout;

    const FRAMES: usize = 24;
    const FRAME_BYTES: usize = 1 << 20;

    /// A relay that takes nothing before it has said everything.
    async fn says_first(listener: TcpListener) -> usize {
        let (stream, _) = listener.accept().await.expect("a connection");
        let mut socket = tokio_tungstenite::accept_async(stream).await.expect("a handshake");
        for _ in 0..FRAMES {
            socket.send(Message::Binary(vec![0; FRAME_BYTES].into())).await.expect("sent");
        }
        let mut taken = 0;
        while let Some(Ok(Message::Binary(_))) = socket.next().await {
            taken += 1;
        }
        taken
    }

    #[tokio::test]
    async fn much_goes_both_ways_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("ws://{}", listener.local_addr().expect("an address"));
        let local = LocalSet::new();
        let both = local.run_until(async {
            let relay = spawn_local(says_first(listener));
            let link = WebSocketLink::new(Network::Used);
            link.open(&url);
            (0..FRAMES).for_each(|_| link.send(vec![0; FRAME_BYTES]));
            let mut heard = 0;
            while heard < FRAMES {
                match link.next().await {
                    LinkEvent::Frame(_) => heard += 1,
                    LinkEvent::Up => {}
                    LinkEvent::Down => panic!("it broke after {heard} frames"),
                }
            }
            link.finish().await;
            relay.await.expect("the relay ends")
        });
        assert_eq!(timeout(Duration::from_secs(30), both).await.expect("it does not stand still"), FRAMES);
    }
}
