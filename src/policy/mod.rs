//! What an IAM policy allows: the one place that answers a policy question.
//!
//! Pure: no I/O and no tables. A text becomes a [`Document`] that keeps where each piece came from; [`simulate`]
//! decides one request whose context is given, as AWS's policy simulator does; [`analyse`] decides where the
//! context is unknown; [`compare`] tells exactly what one set of documents allows and another does not.
//!
//! ```
//! use ssoscan::policy::{Context, Decision, Document, Policies, Request, simulate};
//!
//! let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}"#;
//! let policies = Policies::of(Document::parse(text));
//! let answer = simulate(&policies, &Request::new("s3:GetObject", "arn:aws:s3:::b/k", &Context::default()));
//! assert_eq!(answer.decision, Decision::Allowed);
//! ```

pub mod action;
pub mod catalogue;
pub mod classify;
pub mod compare;
pub mod condition;
pub mod document;
pub mod evaluate;
pub mod pattern;
pub mod resource;
pub mod space;

pub use action::ActionPattern;
pub use classify::{Held, Place, Privilege, classify};
pub use compare::{Comparison, compare};
pub use condition::{Condition, Context};
pub use document::{Document, Effect, Statement};
pub use evaluate::{Decision, Policies, Policy, Request, simulate};
pub use pattern::Pattern;
pub use resource::ResourcePattern;
