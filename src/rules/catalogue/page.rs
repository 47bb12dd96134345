//! What is known about a code as a page, for `tebiki explain` and for viewers of SARIF.

use super::Rule;
use crate::diagnostic::Level;
use crate::locale::Language;
use crate::say;

/// Writes the page of a code in a language, in markdown.
pub fn page(rule: &Rule, language: Language) -> String {
    let Rule { code, summary, why, .. } = rule;
    let other = if rule.level == Level::Off { "warning" } else { "off" };
    let page = say!(
        "# {code}\n\n{level}: {summary}.\n\n{why}\n\nWrong:\n\n{wrong}\nRight:\n\n{right}\nTo change its level, in `book.toml`:\n\n{setting}",
        code,
        level = level(rule.level),
        summary,
        why,
        wrong = block("", rule.wrong),
        right = block("", rule.right),
        setting = block("toml", &format!("[check.levels]\n{code} = \"{other}\"")),
    );
    page.to(language)
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
