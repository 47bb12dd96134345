//! `tebiki explain`: what a code of a diagnostic means.

use anyhow::Result;

use crate::cli::{ExplainArgs, Outcome, print};
use crate::fail;
use crate::locale::of_environment;
use crate::message::Message;
use crate::rules::catalogue::{self, page};

/// Prints the page of a code in the documentation, or a list of all codes.
///
/// # Errors
/// When there is no such code.
pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    match &args.code {
        None => print(&list())?,
        Some(code) => match catalogue::find(code) {
            Some(rule) => print(&page::page(rule, of_environment()))?,
            None => fail!("there is no code `{code}`", code; catalogue::did_you_mean(code)),
        },
    }
    Ok(Outcome::Fine)
}

/// One line a code.
fn list() -> String {
    let width = catalogue::all().map(|rule| rule.code.len()).max().unwrap_or(0);
    let line = |rule: &catalogue::Rule| {
        let summary = Message::from(rule.summary).to(of_environment());
        format!("{:width$}  {:7}  {summary}\n", rule.code, page::level(rule.level))
    };
    catalogue::all().map(line).collect()
}
