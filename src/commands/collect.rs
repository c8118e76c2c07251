use super::Terminal;
use crate::{error::Error, exit::Exit};
#[derive(Debug, clap::Args)]
pub struct Args {}
pub fn run(_: &Args, _: &Terminal) -> Result<Exit, Error> {
    Ok(Exit::Clean)
}
