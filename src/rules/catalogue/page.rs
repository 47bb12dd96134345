//! What is known about a code as a page, for `tebiki explain` and for viewers of SARIF.

use super::Rule;
use crate::diagnostic::Level;

/// Writes the page of a code, in markdown.
pub fn page(rule: &Rule) -> String {
    let Rule { code, summary, why, .. } = rule;
    format!(
        "# {code}\n\n{}: {summary}.\n\n{why}\n\nWrong:\n\n{}\nRight:\n\n{}\nTo change its level, in `book.toml`:\n\n{}",
        level(rule.level),
        block("", rule.wrong),
        block("", rule.right),
        block(
            "toml",
            &format!("[check.levels]\n{code} = \"{}\"", if rule.level == Level::Off { "warning" } else { "off" })
        ),
    )
}

/// Name of a level, as `book.toml` has it.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// A fenced block, whose fence is longer than any in it.
fn block(language: &str, text: &str) -> String {
    let fence = if text.contains("```") { "````" } else { "```" };
    format!("{fence}{language}\n{text}\n{fence}\n")
}
