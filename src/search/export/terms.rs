//! Files of terms: a line a term, with its postings and with the names in the glossary that begin with it; ends of
//! words ([`ends`](crate::search::ends)) and whole names ([`names`](crate::search::names)) among them; and directories
//! of these files. The line of a term that is long ([`grams`](crate::search::grams)) has its summary; its postings and
//! its names have lines of their own.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::file::{Files, NAME, write_json, write_text};
use crate::search::atoms::first_term;
use crate::search::cut::Cut;
use crate::search::ends::ends;
use crate::search::grams::{grams, limit};
use crate::search::joined::{Joined, Lines, STEP};
use crate::search::memos::Memos;
use crate::search::names::names;
use crate::search::query::Synonyms;

/// Sizes in bytes of a file of terms, in a book of so many sections. A query asks for up to twenty files. In a small
/// book their sizes are what it loads; in a large one it is the lists, and there would be too many files. They move in
/// steps that double, as all cuts hang on them.
fn cut(sections: usize) -> Cut {
    let least = (sections / 32).next_power_of_two().clamp(512, 1024);
    Cut { least, most: least * 3, one_in: 3 }
}

/// Files of terms in a directory.
const DIRECTORY: Cut = Cut { least: 12, most: 96, one_in: 24 };

/// Stands before a long term in the line of its postings.
const PLACES: char = '\u{1}';

/// Stands before a long term in the line of the names that begin with it.
const NAMES: char = '\u{2}';

/// What the root says of the terms.
pub struct Terms {
    /// First term of each directory, and names of the directories.
    pub files: Value,
    /// Terms and grams that are long, one a line.
    pub long: String,
    /// How many terms there are.
    pub count: usize,
}

/// A term with its list.
type Plain<'a> = (&'a str, &'a str);

/// Summaries of the terms and grams that are long.
type Long<'a> = BTreeMap<&'a str, &'a str>;

/// Writes the terms of a book of so many sections.
pub fn terms(lists: &Joined, sections: usize, synonyms: &Synonyms, memos: &mut Memos, files: &mut Files) -> Terms {
    let written = lists.lines(STEP);
    let grams = grams(lists, &written, limit(sections), &mut memos.grams);
    let ends = ends(lists, &mut memos.ends);
    let lines: Vec<Plain<'_>> = written.iter().flat_map(Lines::iter).collect();
    let count = lines.len();
    let names = names(synonyms, &lines);
    let made = ends.iter().chain(&grams.lists).flat_map(Lines::iter);
    let lines = merged(lines, made.chain(names.iter().map(|(name, list)| (name.as_str(), list.as_str()))));
    let long: Long<'_> = grams.long.iter().flat_map(Lines::iter).collect();
    let places = places(&lines, &long);
    let named = named(synonyms, &long);
    let plain = places.iter().map(|(term, list)| (term.as_str(), *list)).chain(shown(lines, &long));
    let lines = with_names(plain, &named);
    let parts = cut(sections).parts(&lines, Line::size, |at| lines[at].term);
    let paths = files.add_all("t", &parts, |part, out| write(part, out));
    let firsts: Vec<&str> = parts.iter().map(|part| part[0].term).collect();
    let long = long.keys().copied().collect::<Vec<_>>().join("\n");
    Terms { files: directories(&firsts, &paths, files), long, count }
}

/// A term, its list, and the names that are added to it, a tab before each.
struct Line<'a> {
    term: &'a str,
    list: &'a str,
    names: &'a str,
}

/// Terms and others, in order.
fn merged<'a>(mut lines: Vec<Plain<'a>>, others: impl Iterator<Item = Plain<'a>>) -> Vec<Plain<'a>> {
    lines.extend(others);
    // These are lists that are in order already: a stable sort merges them.
    lines.par_sort_by_key(|(term, _)| *term);
    lines
}

/// The lists of terms that are long, which come before all others.
fn places<'a>(lines: &[Plain<'a>], long: &Long<'_>) -> Vec<(String, &'a str)> {
    let list = |term: &str| lines.binary_search_by_key(&term, |(other, _)| other).map_or("", |at| lines[at].1);
    long.keys().map(|term| (format!("{PLACES}{term}"), list(term))).collect()
}

/// Lines with summaries in the place of long lists.
fn shown<'a>(lines: Vec<Plain<'a>>, long: &Long<'a>) -> impl Iterator<Item = Plain<'a>> {
    let mut long = long.iter().peekable();
    let mut summary = move |term: &str| long.next_if(|(long, _)| **long == term).map(|(_, summary)| *summary);
    lines.into_iter().map(move |(term, list)| (term, summary(term).unwrap_or(list)))
}

impl Line<'_> {
    fn size(&self) -> usize {
        self.term.len() + 1 + self.list.len() + self.names.len()
    }
}

/// Writes lines as a string in JSON. Lists have no character that needs an escape.
fn write(lines: &[Line<'_>], out: &mut String) {
    out.push('"');
    for line in lines {
        write_text(out, line.term);
        out.push_str("\\t");
        out.push_str(line.list);
        write_text(out, line.names);
        out.push_str("\\n");
    }
    out.push('"');
}

/// For each term the groups of names of which one begins with it, a tab before each. A long term has its line
/// without such a name too: to look for one that is absent would load the file in which it would be.
fn named(synonyms: &Synonyms, long: &Long<'_>) -> BTreeMap<String, String> {
    let key = |term: String| if long.contains_key(&*term) { format!("{NAMES}{term}") } else { term };
    let mut named: BTreeMap<String, String> =
        long.keys().map(|term| (key((*term).to_owned()), String::new())).collect();
    for group in &synonyms.groups {
        let mut terms: Vec<String> = group.names.iter().filter_map(|(name, _)| first_term(name)).collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            named.entry(key(term)).or_default().push_str(&format!("\t{}", group.text()));
        }
    }
    named
}

/// Adds names to their terms, and terms that have nothing but names.
fn with_names<'a>(lines: impl Iterator<Item = Plain<'a>>, named: &'a BTreeMap<String, String>) -> Vec<Line<'a>> {
    let mut out = Vec::with_capacity(lines.size_hint().0 + named.len());
    let mut named = named.iter().peekable();
    for (term, list) in lines {
        while let Some((alone, names)) = named.next_if(|(name, _)| name.as_str() < term) {
            out.push(Line { term: alone, list: "", names });
        }
        let names = named.next_if(|(name, _)| name.as_str() == term).map_or("", |(_, names)| names);
        out.push(Line { term, list, names });
    }
    out.extend(named.map(|(term, names)| Line { term, list: "", names }));
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
    let names = files.add_all("d", &contents, |json, out| write_json(out, json));
    json!({ "first": parts.iter().map(|part| part[0]).collect::<Vec<_>>().join("\n"), "names": names })
}
