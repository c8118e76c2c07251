//! The role that is taken in each account to read what only the account itself can tell.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_iam::Client;
use tokio::sync::OnceCell;

use super::aws::iam;
use super::call_error::{CallError, Kind, ROLE_NOT_TAKEN};
use super::executor::Executor;
use super::listing::Page;
use super::operation::Operation;

/// How to take the role anywhere.
pub(super) struct MemberRole<'a> {
    pub(super) executor: &'a Executor<'a>,
    pub(super) sts: &'a aws_sdk_sts::Client,
    pub(super) config: &'a aws_config::SdkConfig,
    pub(super) partition: &'a str,
    pub(super) name: &'a str,
    /// The caller's own account, where it needs no role.
    pub(super) own_account: Option<&'a str>,
}

/// The role in one account. It is taken when the first call needs it: what a journal has needs none.
pub(super) struct InAccount<'a> {
    role: &'a MemberRole<'a>,
    account: String,
    client: OnceCell<Result<Client, CallError>>,
}

impl<'a> MemberRole<'a> {
    pub(super) fn in_account(&'a self, account: &str) -> InAccount<'a> {
        InAccount { role: self, account: account.to_owned(), client: OnceCell::new() }
    }
}

impl InAccount<'_> {
    pub(super) fn id(&self) -> &str {
        &self.account
    }

    pub(super) fn policy_arn(&self, path: &str, name: &str) -> String {
        format!("arn:{}:iam::{}:policy{path}{name}", self.role.partition, self.account)
    }

    /// IAM as the role sees it; the same error for every call where the role cannot be taken.
    pub(super) async fn iam(&self) -> Result<Client, CallError> {
        self.client.get_or_init(|| self.assume()).await.clone()
    }

    async fn assume(&self) -> Result<Client, CallError> {
        let MemberRole { executor, sts, config, partition, name, own_account } = self.role;
        if *own_account == Some(self.account.as_str()) {
            return Ok(iam(config));
        }
        let arn = format!("arn:{partition}:iam::{}:role/{name}", self.account);
        // Never through the journal: credentials stay in memory.
        let given = std::cell::RefCell::new(None);
        let listing = executor
            .read_now(Operation::AssumeRole, &self.account, async |_| {
                let call = sts.assume_role().role_arn(&arn).role_session_name("ssoscan");
                *given.borrow_mut() = call.send().await?.credentials;
                Ok(Page::<()> { items: Vec::new(), next_token: None })
            })
            .await;
        executor.ledger.record(Operation::AssumeRole, Some(&self.account), &listing);
        if let Some(error) = listing.failure {
            let message = format!("the role {arn} could not be taken: {}", error.message);
            // The attempts were made: one more call would meet the same.
            let kind = if error.worth_retrying() { Kind::Other } else { error.kind };
            return Err(CallError { kind, code: ROLE_NOT_TAKEN.to_owned(), message, ..error });
        }
        let given = given.into_inner().ok_or_else(|| CallError::incomplete("Credentials"))?;
        let expires = given.expiration.try_into().ok();
        let credentials = Credentials::new(
            given.access_key_id,
            given.secret_access_key,
            Some(given.session_token),
            expires,
            "ssoscan-member-role",
        );
        Ok(iam(&config
            .to_builder()
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .build()))
    }
}
