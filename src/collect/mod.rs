//! stub
#[derive(Debug, thiserror::Error)]
#[error("stub")]
pub struct CollectError;
impl CollectError {
    pub fn hint(&self) -> Option<String> {
        None
    }
}
