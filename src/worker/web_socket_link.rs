//! The engine's `Link` over a WebSocket.

use engine::host::{Link, LinkEvent};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BinaryType, Event, MessageEvent, WebSocket};

/// One connection to a relay at a time. Clones share it.
#[derive(Clone, Default)]
pub struct WebSocketLink {
    connection: Rc<RefCell<Option<Connection>>>,
    inbox: Rc<RefCell<Inbox>>,
}

#[derive(Default)]
struct Inbox {
    events: VecDeque<LinkEvent>,
    waker: Option<Waker>,
}

impl Inbox {
    fn push(&mut self, event: LinkEvent) {
        self.events.push_back(event);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// A socket with the listeners it calls; dropping it takes the listeners off and closes it silently.
struct Connection {
    socket: WebSocket,
    _on_open: Closure<dyn FnMut(Event)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(Event)>,
}

impl Connection {
    fn new(url: &str, inbox: &Rc<RefCell<Inbox>>) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let on_open = listener({
            let inbox = inbox.clone();
            move |_: Event| inbox.borrow_mut().push(LinkEvent::Up)
        });
        let on_message = listener({
            let inbox = inbox.clone();
            move |event: MessageEvent| {
                // A relay never sends text; whatever else arrives is not for us.
                if let Ok(buffer) = event.data().dyn_into::<js_sys::ArrayBuffer>() {
                    inbox.borrow_mut().push(LinkEvent::Frame(js_sys::Uint8Array::new(&buffer).to_vec()));
                }
            }
        });
        // `close` always follows `error`, so one listener tells of both, once.
        let on_close = listener({
            let inbox = inbox.clone();
            move |_: Event| inbox.borrow_mut().push(LinkEvent::Down)
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Self { socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // Closing a socket that is closed already is allowed and does nothing.
        let _ = self.socket.close();
    }
}

impl Link for WebSocketLink {
    fn open(&self, url: &str) {
        self.close();
        match Connection::new(url, &self.inbox) {
            Some(connection) => {
                self.connection.replace(Some(connection));
            }
            None => self.inbox.borrow_mut().push(LinkEvent::Down),
        }
    }

    fn send(&self, frame: Vec<u8>) {
        if let Some(connection) = self.connection.borrow().as_ref()
            && connection.socket.ready_state() == WebSocket::OPEN
        {
            // Refused only when not open; the engine sends again after the next `Up`.
            let _ = connection.socket.send_with_u8_array(&frame);
        }
    }

    fn close(&self) {
        self.connection.replace(None);
        self.inbox.borrow_mut().events.clear();
    }

    async fn next(&self) -> LinkEvent {
        poll_fn(|context| {
            let mut inbox = self.inbox.borrow_mut();
            match inbox.events.pop_front() {
                Some(event) => Poll::Ready(event),
                None => {
                    inbox.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

fn listener<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    call: impl FnMut(E) + 'static,
) -> Closure<dyn FnMut(E)> {
    Closure::new(call)
}
