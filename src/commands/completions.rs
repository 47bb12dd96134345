//! `tebiki completions`: what a shell offers behind `tebiki`.

use anyhow::Result;
use clap::CommandFactory;

use crate::cli::{Cli, CompletionsArgs, Outcome, print};

/// Prints the script of a shell, made from the definition of the command line.
///
/// # Errors
/// When it cannot be printed.
pub fn run(args: &CompletionsArgs) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "tebiki", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}
