//! `tebiki explain`: what a code of a diagnostic means.

use anyhow::{Result, bail};

use crate::cli::{ExplainArgs, Outcome, print};
use crate::rules::catalogue::{self, page};

/// Prints the page of a code in the documentation, or a list of all codes.
///
/// # Errors
/// When there is no such code.
pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    match &args.code {
        None => print(&list())?,
        Some(code) => match catalogue::find(code) {
            Some(rule) => print(&page::page(rule))?,
            None => match catalogue::suggest(code) {
                Some(near) => bail!("there is no code `{code}`\nhelp: did you mean `{near}`?"),
                None => bail!("there is no code `{code}`\nhelp: `tebiki explain` lists all codes"),
            },
        },
    }
    Ok(Outcome::Fine)
}

/// One line a code.
fn list() -> String {
    let width = catalogue::all().map(|rule| rule.code.len()).max().unwrap_or(0);
    let line =
        |rule: &catalogue::Rule| format!("{:width$}  {:7}  {}\n", rule.code, page::level(rule.level), rule.summary);
    catalogue::all().map(line).collect()
}
