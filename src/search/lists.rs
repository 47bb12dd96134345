//! Posting lists of a range of pages, written as they are exported.
//!
//! Each range is indexed by tantivy beside the others, and its lists are written. Sections are
//! counted from the start of the range, and the head of the first section of a list is left open: it is written
//! when the lists of a term are joined ([`Joined`](super::joined::Joined)).

use std::ops::Range;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::index;
use super::postings::{Place, Posting, by_section, head, places_after, write_number, write_positions};
use super::section::Section;

/// The lists of a range. All that they hold has less than 4 GiB.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lists {
    /// Each term, and behind it its list without the first head.
    text: String,
    /// In the order of the terms.
    entries: Vec<Entry>,
    /// Whether the last list has a section yet.
    #[serde(skip)]
    is_begun: bool,
}

/// Where a term and its list stand in the text. The list ends where the next term starts.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Entry {
    term: u32,
    list: u32,
    /// Head of the first section, as if it came after the first of the range.
    head: u32,
    /// The last section.
    last: u32,
}

/// A list of a range: its first head, as if it came after the first section, what follows, and its last section.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    /// The head that is not written.
    pub head: u32,
    /// What is written behind it.
    pub rest: &'a str,
    /// The last section, counted from the start of the range.
    pub last: u32,
}

/// Terms from one on, up to another that is not among them.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// The first.
    pub start: &'a str,
    /// The first that is not among them.
    pub end: Option<&'a str>,
}

impl List<'_> {
    /// Its places.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        places_after(self.head, self.rest)
    }
}

impl Lists {
    /// Indexes the sections of some pages.
    ///
    /// # Errors
    /// When tantivy fails; it has no reason to in memory.
    pub fn new(pages: &[Vec<Section>]) -> Result<Lists> {
        let reader = index::segment(pages)?;
        let mut lists = Lists::default();
        let mut terms = reader.terms().stream()?;
        let mut positions = Vec::new();
        while terms.advance() {
            lists.add(std::str::from_utf8(terms.key())?, terms.value(), &reader, &mut positions)?;
        }
        Ok(lists.whole())
    }

    /// Adds a term. `positions` is room for those of one section.
    fn add(
        &mut self,
        term: &str,
        info: &TermInfo,
        reader: &InvertedIndexReader,
        positions: &mut Vec<u32>,
    ) -> Result<()> {
        let mut postings = reader.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        u32::try_from(self.text.len())?;
        self.begin(term);
        while postings.doc() != TERMINATED {
            postings.positions(positions);
            write_positions(self.add_section(postings.doc(), |distance| head(distance, positions)), positions);
            postings.advance();
        }
        Ok(())
    }

    /// Begins the list of a term, which comes after those that are there.
    pub fn begin(&mut self, term: &str) {
        let start = self.text.len() as u32;
        self.is_begun = false;
        self.text.push_str(term);
        self.entries.push(Entry { term: start, list: self.text.len() as u32, head: 0, last: 0 });
    }

    /// Adds a term, which comes after those that are there, with its places in order.
    pub fn add_term(&mut self, term: &str, places: &[Place]) {
        self.begin(term);
        for Posting { section, positions } in by_section(places) {
            write_positions(self.add_section(section, |distance| head(distance, &positions)), &positions);
        }
    }

    /// Begins a section of the last list. `head` makes its head of the distance from the one before. What follows it is
    /// written to what is returned.
    pub fn add_section(&mut self, section: u32, head: impl FnOnce(u32) -> u32) -> &mut String {
        if let Some(entry) = self.entries.last_mut() {
            let head = head(section - entry.last);
            match std::mem::replace(&mut self.is_begun, true) {
                false => entry.head = head,
                true => write_number(&mut self.text, head),
            }
            entry.last = section;
        }
        &mut self.text
    }

    /// Gives back the room that it did not need.
    pub fn whole(mut self) -> Lists {
        self.text.shrink_to_fit();
        self.entries.shrink_to_fit();
        self
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A term, by its number.
    pub fn term(&self, at: usize) -> &str {
        let entry = &self.entries[at];
        &self.text[entry.term as usize..entry.list as usize]
    }

    /// The list of a term.
    pub fn list(&self, at: usize) -> List<'_> {
        let end = self.entries.get(at + 1).map_or(self.text.len(), |next| next.term as usize);
        let Entry { head, last, list, .. } = self.entries[at];
        List { head, rest: &self.text[list as usize..end], last }
    }

    /// Each term with its list.
    pub fn iter(&self) -> impl Iterator<Item = (&str, List<'_>)> {
        (0..self.len()).map(|at| (self.term(at), self.list(at)))
    }

    /// Numbers of the terms of a span.
    pub fn within(&self, span: Span<'_>) -> Range<usize> {
        let term = |entry: &Entry| &self.text[entry.term as usize..entry.list as usize];
        let before = |limit| self.entries.partition_point(|entry| term(entry) < limit);
        before(span.start)..span.end.map_or(self.len(), before)
    }
}
