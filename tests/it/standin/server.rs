//! The HTTP side: one thread, one loopback port, stopped when dropped.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Response, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::protocol::Request;
use super::wire::Recorded;
use super::world::{Sent, World};

/// A running stand-in. Its switches may be set until the first request.
pub struct StandIn {
    shared: Arc<Shared>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    world: Mutex<World>,
    /// A request arrived or was answered.
    moved: Condvar,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("no handler panicked")
    }
}

impl StandIn {
    /// Serves the instance that this snapshot describes.
    pub fn of(document: &Value) -> Self {
        let world = Mutex::new(World::new(document.clone()));
        let shared = Arc::new(Shared { world, moved: Condvar::new() });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel();
        let served = shared.clone();
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, served) => {}
                    _ = stopped => {}
                }
            });
        });
        StandIn { shared, address, stop: Some(stop), thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.world().requests.clone()
    }

    /// How often an operation was called so far; `organizations:ListTagsForResource` is that of one service.
    pub fn calls(&self, operation: &str) -> usize {
        self.count(|request| request.is_of(operation))
    }

    /// How often an operation of this service was called so far; `*` is all of them.
    pub fn calls_of(&self, service: &str, operation: &str) -> usize {
        self.count(|request| request.service == service && request.is_of(operation))
    }

    /// How many requests to the service were told to slow down.
    pub fn throttled(&self, service: &str) -> usize {
        self.count(|request| request.service == service && request.was_throttled())
    }

    fn count(&self, is_meant: impl Fn(&&Recorded) -> bool) -> usize {
        self.world().requests.iter().filter(is_meant).count()
    }

    /// Blocks until a request has come that is held for ever, and all before it were answered.
    pub fn wait_until_held(&self) {
        let waits =
            |world: &mut World| world.requests.len() <= world.hold_after || world.answered < world.hold_after;
        let limit = Duration::from_secs(60);
        let waited = self.shared.moved.wait_timeout_while(self.world(), limit, waits);
        let (world, waited) = waited.expect("no handler panicked");
        assert!(
            !waited.timed_out(),
            "{} requests came and {} were answered; it holds after {}",
            world.requests.len(),
            world.answered,
            world.hold_after
        );
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        if matches!(ended, Some(Err(_))) && !std::thread::panicking() {
            panic!("the stand-in's thread panicked");
        }
    }
}

async fn accept(listener: std::net::TcpListener, shared: Arc<Shared>) {
    let listener = TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        let shared = shared.clone();
        let service = service_fn(move |request| serve(shared.clone(), request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn serve(shared: Arc<Shared>, request: hyper::Request<Incoming>) -> io::Result<Response<Full<Bytes>>> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (target, authorization) = (header("x-amz-target"), header("authorization"));
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let body = request.into_body().collect().await.map_err(io::Error::other)?.to_bytes().to_vec();
    let call = Request { method, path, target, authorization, body }.call();

    let sent = shared.world().receive(call);
    shared.moved.notify_all();
    let Sent::Answer { written, request_id, after } = sent else {
        if matches!(sent, Sent::Nothing) {
            std::future::pending::<()>().await;
        }
        shared.answered();
        return Err(io::ErrorKind::ConnectionReset.into());
    };
    if !after.is_zero() {
        tokio::time::sleep(after).await;
    }
    shared.answered();
    let mut response = Response::builder()
        .status(written.status)
        .header("content-type", written.content_type)
        .header("x-amzn-requestid", request_id);
    if let Some(error_type) = written.error_type {
        response = response.header("x-amzn-errortype", error_type);
    }
    response.body(Full::new(Bytes::from(written.body))).map_err(io::Error::other)
}

impl Shared {
    fn answered(&self) {
        self.world().answered += 1;
        self.moved.notify_all();
    }
}
