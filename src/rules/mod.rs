//! What `check` asks of a book beyond that it can be built: one file per group of rules.
//!
//! Rules read the book and its sources and report; nothing depends on them. A rule whose level is
//! off is not asked.

pub mod addresses;
pub mod catalogue;
pub mod fix;

mod facts;
mod headings;
mod markup;
pub mod published;
mod spelling;
mod structure;
mod terms;
mod text;
mod topics;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rayon::prelude::*;

use crate::book::{Book, Page};
use crate::config::{self, CheckConfig};
use crate::day::Day;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::message::Message;
use crate::source::Source;
use crate::{fail, say};
use text::Text;

/// What the rules are asked about.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'a> {
    /// The book.
    pub book: &'a Book,
    /// Levels and limits.
    pub config: &'a CheckConfig,
    /// The file of what `covers:` may name, when the book has one.
    pub topics: Option<&'a Source>,
    /// The day that ages are counted from.
    pub today: Day,
}

/// Asks all rules that are not off.
pub fn check(inquiry: &Inquiry<'_>) -> Vec<Diagnostic> {
    let texts: Vec<Vec<Text<'_>>> = inquiry.book.pages.par_iter().map(|page| text::texts(inquiry.book, page)).collect();
    let mut found: Vec<Diagnostic> = (0..texts.len())
        .into_par_iter()
        .flat_map_iter(|index| {
            let (page, mut found) = (&inquiry.book.pages[index], Vec::new());
            headings::check(inquiry, page, &mut found);
            markup::check(inquiry, page, &texts[index], &mut found);
            words::check(inquiry, page, &texts[index], &mut found);
            facts::check(inquiry, page, &mut found);
            found
        })
        .collect();
    headings::titles(inquiry, &mut found);
    spelling::check(inquiry, &texts, &mut found);
    terms::check(inquiry, &texts, &mut found);
    structure::check(inquiry, &mut found);
    topics::check(inquiry, &mut found);
    let unread = unread(inquiry.book);
    found.retain(|diagnostic| !unread.contains(&*diagnostic.place.file));
    found
}

/// Files whose front matter cannot be read. What rules say about them follows from that alone.
fn unread(book: &Book) -> BTreeSet<&str> {
    let is_unread = |page: &&Page| page.document.diagnostics.iter().any(|found| found.code.starts_with("front-matter"));
    book.pages.iter().filter(is_unread).map(|page| &*page.document.source.file).collect()
}

impl Inquiry<'_> {
    /// Whether a rule is not off.
    fn asks(&self, code: &str) -> bool {
        level(self.config, code) != Level::Off
    }

    /// Creates the report of a rule, with its level.
    fn report(&self, code: &str, place: Place, message: impl Into<Message>) -> Diagnostic {
        Diagnostic { level: level(self.config, code), ..Diagnostic::warning(code, place, message) }
    }
}

/// Level of a code: what `book.toml` says, else what the catalogue says.
pub fn level(config: &CheckConfig, code: &str) -> Level {
    let default = || catalogue::find(code).map_or(Level::Error, |rule| rule.level);
    config.levels.get(code).copied().unwrap_or_else(default)
}

/// Gives every problem its level; takes out what is off, and brings the rest into order.
pub fn settle(diagnostics: &mut Vec<Diagnostic>, config: &CheckConfig) {
    for diagnostic in diagnostics.iter_mut() {
        diagnostic.level = level(config, &diagnostic.code);
    }
    diagnostics.retain(|diagnostic| diagnostic.level != Level::Off);
    diagnostics.sort();
    diagnostics.dedup();
    once(diagnostics, &config.once);
}

/// Codes that are always reported once: a key stands on many pages.
const ONCE: [&str; 1] = ["unknown-key"];

/// Leaves one problem of those that say the same, for some codes, and counts the others in its hint.
fn once(diagnostics: &mut Vec<Diagnostic>, codes: &[String]) {
    let key = |diagnostic: &Diagnostic| (diagnostic.code.clone(), diagnostic.message.clone());
    let mut counts: BTreeMap<(String, Message), usize> = BTreeMap::new();
    let is_once =
        |diagnostic: &Diagnostic| codes.contains(&diagnostic.code) || ONCE.contains(&diagnostic.code.as_str());
    diagnostics
        .iter()
        .filter(|diagnostic| is_once(diagnostic))
        .for_each(|diagnostic| *counts.entry(key(diagnostic)).or_default() += 1);
    diagnostics.retain_mut(|diagnostic| {
        if !is_once(diagnostic) {
            return true;
        }
        let Some(count) = counts.remove(&key(diagnostic)) else { return false };
        if count > 1 {
            let more = say!("{count} more places say the same", count = count - 1);
            diagnostic.hint = Some(diagnostic.hint.take().map_or_else(|| more.clone(), |hint| hint.and(more.clone())));
        }
        true
    });
}

/// Refuses levels for codes that do not exist: a misspelt code would be without effect.
///
/// # Errors
/// Names the code and the nearest one that exists.
pub fn refuse_unknown_codes(config: &CheckConfig) -> Result<()> {
    for code in config.levels.keys() {
        if catalogue::find(code).is_none() {
            let hint = catalogue::did_you_mean(code);
            fail!("{config}: there is no code `{code}` for [check.levels]", config = config::FILE, code; hint);
        }
    }
    Ok(())
}
