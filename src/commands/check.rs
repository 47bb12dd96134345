//! `tebiki check`: what is wrong with the content, and nothing written.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::Result;

use super::build::fails;
use crate::cli::{CheckArgs, CheckFormat, Outcome, print};
use crate::pipeline::{self, Memos};
use crate::report;

/// Computes the site, throws it away and prints the diagnostics.
///
/// # Errors
/// When the configuration is wrong or the machine fails.
pub fn run(args: &CheckArgs) -> Result<Outcome> {
    let (sources, theme) = pipeline::load(&args.dir, Path::new(""))?;
    let build = pipeline::build(&sources, &theme, &mut Memos::default())?;
    let found = &build.diagnostics;
    print(&match args.format {
        CheckFormat::Human => report::human(found, std::io::stdout().is_terminal()),
        CheckFormat::Json => report::json(found),
        CheckFormat::Sarif => report::sarif(found),
        CheckFormat::Github => report::github(found),
    })?;
    Ok(if fails(found, args.deny_warnings) { Outcome::Problems } else { Outcome::Fine })
}
