//! What the stand-in knows, and how it answers a request.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::bucket::Bucket;
use super::document::{Asked, Document, Manner};
use super::faults::{Fault, Faults};
use super::pages::Paging;
use super::protocol::{Call, Written};
use super::sts;
use super::wire::{Failure, Outcome, Params, Recorded, Reply, Service};

pub struct World {
    pub document: Document,
    pub manner: Manner,
    pub paging: Paging,
    pub faults: Faults,
    /// By service.
    pub buckets: HashMap<String, Bucket>,
    pub latency: Duration,
    /// After so many requests none is answered.
    pub hold_after: usize,
    pub requests: Vec<Recorded>,
    /// How many answers have left.
    pub answered: usize,
}

/// What a request gets.
pub enum Sent {
    Answer {
        written: Written,
        request_id: String,
        after: Duration,
    },
    /// The connection closes.
    Hangup,
    /// It waits for ever.
    Nothing,
}

impl World {
    pub fn new(document: Value) -> Self {
        World {
            document: Document::new(document),
            manner: Manner { inherited_rows: true, paths: false },
            paging: Paging::default(),
            faults: Faults::default(),
            buckets: HashMap::new(),
            latency: Duration::ZERO,
            hold_after: usize::MAX,
            requests: Vec::new(),
            answered: 0,
        }
    }

    pub fn receive(&mut self, call: Call) -> Sent {
        let access_key_id = call.signature.as_ref().map_or("", |signature| &signature.access_key_id);
        let place = self.requests.len();
        let mut request = Recorded {
            service: call.service.name,
            operation: call.operation.clone(),
            params: call.params.clone().unwrap_or_default(),
            account: sts::account(&self.document, access_key_id),
            arrived: Instant::now(),
            outcome: Outcome::Silence,
        };
        let mut after = self.latency;
        let answer = if place >= self.hold_after {
            None
        } else if let Err(failure) = admitted(&call) {
            Some(Err(failure))
        } else if self.buckets.get_mut(request.service).is_some_and(|bucket| !bucket.take(request.arrived)) {
            Some(Err(Failure::throttled()))
        } else {
            match self.faults.strike(&request) {
                Some(Fault::Hangup) => None,
                Some(Fault::Answer(failure)) => Some(Err(failure)),
                Some(Fault::Slow(by)) => {
                    after += by;
                    Some(self.serve(&call, &request))
                }
                None => Some(self.serve(&call, &request)),
            }
        };
        match &answer {
            Some(Ok(_)) => request.outcome = Outcome::Success,
            Some(Err(failure)) => {
                request.outcome = Outcome::Error(call.service.code(&failure.code).to_owned());
            }
            None => {}
        }
        self.requests.push(request);
        let request_id = format!("00000000-0000-4000-8000-{:012}", place + 1);
        match answer {
            Some(answer) => {
                let written = call.service.write(&call.operation, answer, &request_id);
                Sent::Answer { written, request_id, after }
            }
            None if place >= self.hold_after => Sent::Nothing,
            None => Sent::Hangup,
        }
    }

    fn serve(&mut self, call: &Call, request: &Recorded) -> Result<Value, Failure> {
        let answer = self.look_up(call.service, request)?;
        let [_, next_token] = call.service.page_members();
        if answer.get(next_token).is_none() {
            self.faults.ended(request, &mut self.document);
        }
        Ok(answer)
    }

    fn look_up(&self, service: &Service, request: &Recorded) -> Result<Value, Failure> {
        let name = request.operation.as_str();
        let unknown = || Failure::new("UnknownOperationException", format!("no operation {name}"));
        let operation =
            service.operations.iter().find(|operation| operation.name == name).ok_or_else(unknown)?;
        let params: &Params = &request.params;
        operation.check(service, params)?;
        let asked =
            Asked { document: &self.document, params, account: &request.account, manner: self.manner };
        match (operation.answer)(&asked)? {
            Reply::Record(record) => Ok(record),
            Reply::List(member, records, shape) => {
                self.paging.page((service, operation), params, member, &records, &shape)
            }
        }
    }
}

/// That the request is signed for its service, and is what the protocol asks for.
fn admitted(call: &Call) -> Result<(), Failure> {
    let Some(signature) = &call.signature else {
        return Err(Failure::new("MissingAuthenticationTokenException", "Missing Authentication Token"));
    };
    let signed_for = signature.service.as_str();
    if call.service.operations.is_empty() {
        let operation = &call.operation;
        Err(Failure::new("UnknownOperationException", format!("no operation {operation}")))
    } else if signed_for != call.service.signing_name {
        Err(Failure::new("InvalidSignatureException", format!("the signature is one for {signed_for}")))
    } else if call.params.is_none() {
        Err(Failure::new("SerializationException", "the body is not what the protocol asks for"))
    } else {
        Ok(())
    }
}
