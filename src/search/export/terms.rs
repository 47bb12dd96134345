//! Files of terms: a line a term, with its postings and with the names in the glossary that begin with it;
//! and directories of these files.

use std::collections::BTreeMap;

use anyhow::Result;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::file::{Cut, Files, NAME};
use crate::search::atoms::first_term;
use crate::search::index::{SearchIndex, Span, is_word};
use crate::search::postings::write_posting;
use crate::search::query::Synonyms;

/// Sizes in bytes of a file of terms.
const CUT: Cut = Cut { least: 600, most: 4_000, one_in: 6 };

/// Files of terms in a directory.
const DIRECTORY: Cut = Cut { least: 12, most: 96, one_in: 24 };

/// Spans of terms that are written side by side. More than there are processors, as they differ
/// in what they cost.
const SPANS: u64 = 64;

/// What the root says of the terms.
pub struct Terms {
    /// First term of each directory, and names of the directories.
    pub files: Value,
    /// All terms that are words, one a line.
    pub words: String,
    /// How many terms there are.
    pub count: usize,
}

/// Lines of consecutive terms.
#[derive(Default)]
struct Lines {
    text: String,
    /// Where each line ends in the text.
    ends: Vec<usize>,
}

/// Writes the terms.
///
/// # Errors
/// When the index cannot be read.
pub fn terms(index: &SearchIndex, synonyms: &Synonyms, files: &mut Files) -> Result<Terms> {
    let written: Vec<Lines> = index.spans(SPANS)?.par_iter().map(|span| lines(index, span)).collect::<Result<_>>()?;
    let lines: Vec<&str> = written.iter().flat_map(Lines::iter).collect();
    let words =
        lines.iter().map(|line| term(line)).filter(|term| is_word(term)).flat_map(|term| [term, "\n"]).collect();
    let count = lines.len();
    let named = named(synonyms);
    let lines = with_names(lines, &named);
    let parts = CUT.parts(&lines, |line| line.0.len() + line.1.len(), |at| term(lines[at].0));
    let names = files.add_all("t", &parts, |part| json!(text(part)).to_string());
    let firsts: Vec<&str> = parts.iter().map(|part| term(part[0].0)).collect();
    Ok(Terms { files: directories(&firsts, &names, files), words, count })
}

/// A line without its end, and the names that are added to it.
type Line<'a> = (&'a str, &'a str);

fn text(lines: &[Line<'_>]) -> String {
    lines.iter().flat_map(|(line, names)| [*line, *names, "\n"]).collect()
}

/// For each term the groups of names of which one begins with it, a tab before each.
fn named(synonyms: &Synonyms) -> BTreeMap<String, String> {
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for group in &synonyms.groups {
        let mut terms: Vec<String> = group.names.iter().filter_map(|(name, _)| first_term(name)).collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            named.entry(term).or_insert_with_key(|term| format!("{term}\t")).push_str(&format!("\t{}", group.text()));
        }
    }
    named
}

/// Adds names to the lines of their terms, and lines for terms that have nothing but names. An entry of
/// `named` is such a line.
fn with_names<'a>(lines: Vec<&'a str>, named: &'a BTreeMap<String, String>) -> Vec<Line<'a>> {
    let mut out = Vec::with_capacity(lines.len());
    let mut named = named.iter().peekable();
    for line in lines {
        while let Some((_, alone)) = named.next_if(|(name, _)| name.as_str() < term(line)) {
            out.push((alone.as_str(), ""));
        }
        let names = named.next_if(|(name, _)| name.as_str() == term(line));
        out.push((line.strip_suffix('\n').unwrap_or(line), names.map_or("", |(name, alone)| &alone[name.len() + 1..])));
    }
    out.extend(named.map(|(_, alone)| (alone.as_str(), "")));
    out
}

/// Writes directories of files: first terms and names.
fn directories(firsts: &[&str], names: &str, files: &mut Files) -> Value {
    let parts = DIRECTORY.parts(firsts, |_| 1, |at| firsts[at]);
    let mut from = 0;
    let contents: Vec<String> = parts
        .iter()
        .map(|part| {
            let start = from;
            from += part.len() * NAME;
            json!({ "first": part.join("\n"), "names": names[start..from] }).to_string()
        })
        .collect();
    let names = files.add_all("d", &contents, String::clone);
    json!({ "first": parts.iter().map(|part| part[0]).collect::<Vec<_>>().join("\n"), "names": names })
}

/// Writes the lines of the terms in a span.
fn lines(index: &SearchIndex, span: &Span) -> Result<Lines> {
    let mut lines = Lines::default();
    index.for_each(span, |term, postings| {
        let text = &mut lines.text;
        text.push_str(term);
        text.push('\t');
        let mut last = 0;
        for (section, positions) in postings.iter() {
            write_posting(text, section - last, positions);
            last = section;
        }
        text.push('\n');
        lines.ends.push(text.len());
    })?;
    Ok(lines)
}

/// The term of a line.
fn term(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(term, _)| term)
}

impl Lines {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }
}
