//! `tebiki explain`: what a code of a diagnostic means.

use anyhow::{Result, bail};

use crate::cli::{ExplainArgs, Outcome, print};
use crate::diagnostic::Level;
use crate::rules::catalogue::{self, Rule};

/// Explains a code, or lists all codes.
///
/// # Errors
/// When there is no such code.
pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    match &args.code {
        None => print(&list())?,
        Some(code) => match catalogue::find(code) {
            Some(rule) => print(&explain(rule))?,
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
    catalogue::all().map(|rule| format!("{:width$}  {:7}  {}\n", rule.code, level(rule.level), rule.summary)).collect()
}

fn explain(rule: &Rule) -> String {
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    format!(
        "{} ({}): {}\n\n{}\n\nWrong:\n\n{}\nRight:\n\n{}\nTo change its level, in book.toml:\n\n    [check.levels]\n    {} = \"off\"\n",
        rule.code,
        level(rule.level),
        rule.summary,
        rule.why,
        indented(rule.wrong),
        indented(rule.right),
        rule.code
    )
}

/// Name of a level, as `book.toml` has it.
fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
