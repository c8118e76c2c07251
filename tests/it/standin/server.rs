//! The HTTP side: one thread, one loopback port, stopped when dropped.

use std::io;
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::faults::{Fault, Faults};
use super::pages::Paging;
use super::wire::{Failure, Params, Recorded, Reply, Service};
use super::{identity_store, organizations, sso_admin};

const SERVICES: [&Service; 3] = [&sso_admin::SERVICE, &identity_store::SERVICE, &organizations::SERVICE];

const ALWAYS: Range<usize> = 0..usize::MAX;

struct World {
    document: Value,
    paging: Paging,
    faults: Faults,
    requests: Vec<Recorded>,
    answered: usize,
}

/// A running stand-in. Its switches may be set until the first request.
pub struct StandIn {
    world: Arc<Mutex<World>>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl StandIn {
    /// Serves the instance that this snapshot describes.
    pub fn of(document: &Value) -> Self {
        let world = World {
            document: document.clone(),
            paging: Paging::default(),
            faults: Faults::default(),
            requests: Vec::new(),
            answered: 0,
        };
        let world = Arc::new(Mutex::new(world));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel();
        let shared = world.clone();
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, shared) => {}
                    _ = stopped => {}
                }
            });
        });
        StandIn { world, address, stop: Some(stop), thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// One more instance that ListInstances shows.
    pub fn with_instance(self, arn: &str) -> Self {
        let other = json!({"InstanceArn": arn, "IdentityStoreId": "d-9999999999", "Status": "ACTIVE"});
        match &mut self.world().document["other_instances"] {
            Value::Array(others) => others.push(other),
            none => *none = json!([other]),
        }
        self
    }

    /// AccessDeniedException for the operation.
    pub fn deny(self, operation: &str) -> Self {
        self.deny_for(operation, "")
    }

    /// AccessDeniedException for the operation on one thing (ids joined by commas).
    pub fn deny_for(self, operation: &str, scope: &str) -> Self {
        self.fault(operation, scope, ALWAYS, Fault::Answer(Failure::denied()))
    }

    /// AccessDeniedException for the operation on one thing once it has answered so many requests.
    pub fn deny_after(self, answered: usize, operation: &str, scope: &str) -> Self {
        self.fault(operation, scope, answered..usize::MAX, Fault::Answer(Failure::denied()))
    }

    /// The operation answers with this error code, for ever.
    pub fn fail(self, operation: &str, code: &str) -> Self {
        self.fault(operation, "", ALWAYS, Fault::Answer(Failure::new(code, "the stand-in was told to fail")))
    }

    /// ResourceNotFoundException with a Reason: not the same as "there is none".
    pub fn not_found_because(self, operation: &str, scope: &str, reason: &str) -> Self {
        let failure = Failure { reason: Some(reason.to_owned()), ..Failure::not_found("the key") };
        self.fault(operation, scope, ALWAYS, Fault::Answer(failure))
    }

    /// The first requests of the operation (`*`: of each) are told to slow down.
    pub fn throttle(self, operation: &str, times: usize) -> Self {
        self.fault(operation, "", 0..times, Fault::Throttle)
    }

    /// The first requests of the operation (`*`: of each) get this HTTP status, 500 or above.
    pub fn unwell(self, operation: &str, status: u16, times: usize) -> Self {
        let code = if status == 503 { "ServiceUnavailableException" } else { "InternalServerException" };
        let failure = Failure { status, ..Failure::new(code, "try again") };
        self.fault(operation, "", 0..times, Fault::Answer(failure))
    }

    /// The first requests of the operation (`*`: of each) see the connection closed.
    pub fn hang_up(self, operation: &str, times: usize) -> Self {
        self.fault(operation, "", 0..times, Fault::Hangup)
    }

    fn fault(self, operation: &str, scope: &str, strikes: Range<usize>, fault: Fault) -> Self {
        self.world().faults.add(operation, scope, strikes, fault);
        self
    }

    /// No page holds more than this.
    pub fn short_pages(self, limit: usize) -> Self {
        self.world().paging.limit = Some(limit);
        self
    }

    /// Before and after each page comes an empty one with a NextToken.
    pub fn empty_pages(self) -> Self {
        self.world().paging.empty = true;
        self
    }

    /// Changes the instance once the operation has been answered to its last page.
    pub fn change_after(self, operation: &str, change: impl FnOnce(&mut Value) + Send + 'static) -> Self {
        self.world().faults.change_after(operation, Box::new(change));
        self
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.world().requests.clone()
    }

    /// How often an operation was called so far.
    pub fn calls(&self, operation: &str) -> usize {
        self.world().requests.iter().filter(|request| request.operation == operation).count()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("no handler panicked")
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

async fn accept(listener: std::net::TcpListener, world: Arc<Mutex<World>>) {
    let listener = TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        let world = world.clone();
        let service = service_fn(move |request| serve(world.clone(), request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn serve(world: Arc<Mutex<World>>, request: Request<Incoming>) -> io::Result<Response<Full<Bytes>>> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (target, signed) = (header("x-amz-target").unwrap_or_default(), header("authorization").is_some());
    let body = request.into_body().collect().await.map_err(io::Error::other)?.to_bytes();

    let mut world = world.lock().expect("no handler panicked");
    world.answered += 1;
    let request_id = format!("00000000-0000-4000-8000-{:012}", world.answered);
    let answer = if signed { world.answer(&target, &body)? } else { Err(unsigned()) };
    let (status, body) = match answer {
        Ok(body) => (200, body),
        Err(failure) => (failure.status, failure.body()),
    };
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amzn-requestid", request_id);
    response.body(Full::new(Bytes::from(body.to_string()))).map_err(io::Error::other)
}

fn unsigned() -> Failure {
    Failure::new("MissingAuthenticationTokenException", "Missing Authentication Token")
}

impl World {
    /// The answer to a request; `Err` closes the connection instead.
    fn answer(&mut self, target: &str, body: &[u8]) -> io::Result<Result<Value, Failure>> {
        let unknown = || Failure::new("UnknownOperationException", format!("no operation {target}"));
        let (prefix, name) = target.split_once('.').unwrap_or_default();
        let Some(service) = SERVICES.iter().find(|service| service.target == prefix) else {
            // Recorded too: a test that looks at what was called must see it.
            self.requests.push(Recorded {
                service: "unknown",
                operation: target.to_owned(),
                params: Params::new(),
            });
            return Ok(Err(unknown()));
        };
        let Ok(params) = serde_json::from_slice::<Params>(body) else {
            return Ok(Err(Failure::new("SerializationException", "the body is not a JSON object")));
        };
        let request = Recorded { service: service.name, operation: name.to_owned(), params };
        self.requests.push(request.clone());
        match self.faults.strike(&request) {
            Some(Fault::Hangup) => Err(io::ErrorKind::ConnectionReset.into()),
            Some(Fault::Throttle) => Ok(Err(Failure::new(service.throttling, "Rate exceeded"))),
            Some(Fault::Answer(failure)) => Ok(Err(failure)),
            None => Ok(self.serve(service, &request, unknown)),
        }
    }

    fn serve(
        &mut self,
        service: &Service,
        request: &Recorded,
        unknown: impl Fn() -> Failure,
    ) -> Result<Value, Failure> {
        let name = request.operation.as_str();
        let operation =
            service.operations.iter().find(|operation| operation.name == name).ok_or_else(unknown)?;
        operation.check(service, &request.params)?;
        let answer = match (operation.answer)(&self.document, &request.params)? {
            Reply::Record(record) => record,
            Reply::List(member, mut items) => {
                items.reverse();
                self.paging.page(service, name, &request.params, member, &items)?
            }
        };
        if answer.get("NextToken").is_none() {
            self.faults.ended(name, &mut self.document);
        }
        Ok(answer)
    }
}
