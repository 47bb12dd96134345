//! Every code that a diagnostic can have: its level, what it means, a wrong and a right example.
//!
//! `tebiki explain` prints from here, `[check.levels]` of `book.toml` is checked against it, and
//! a test holds it against the codes that the source emits.

mod files;
mod kinds;
mod links;
mod markdown;
mod mdbook;
pub mod page;
mod upkeep;
mod wording;

use crate::diagnostic::{self, Level};
use crate::message::{Message, Phrase};
use crate::say;

/// What is known about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name.
    pub code: &'static str,
    /// How bad it is unless `book.toml` says otherwise.
    pub level: Level,
    /// One line.
    pub summary: Phrase,
    /// Why it matters and what is looked at.
    pub why: Phrase,
    /// An example that is reported.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
}

/// All rules, by group.
const GROUPS: [&[Rule]; 7] =
    [mdbook::RULES, files::RULES, kinds::RULES, links::RULES, markdown::RULES, wording::RULES, upkeep::RULES];

/// Iterates over all rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.into_iter().flatten()
}

/// Returns the rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// Says which code may be meant by one that does not exist.
pub fn did_you_mean(wrong: &str) -> Message {
    diagnostic::did_you_mean(wrong, all().map(|rule| rule.code), say!("`tebiki explain` lists all codes"))
}

const fn error(
    code: &'static str,
    summary: &'static str,
    why: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Rule {
    Rule { code, level: Level::Error, summary: Phrase(summary), why: Phrase(why), wrong, right }
}

const fn warning(
    code: &'static str,
    summary: &'static str,
    why: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Rule {
    Rule { level: Level::Warning, ..error(code, summary, why, wrong, right) }
}

const fn off(
    code: &'static str,
    summary: &'static str,
    why: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Rule {
    Rule { level: Level::Off, ..error(code, summary, why, wrong, right) }
}
