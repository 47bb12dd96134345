//! Posting lists, written as they are exported.
//!
//! The pages are cut into ranges. Each is indexed by tantivy beside the others, its lists are written, and
//! these are kept for the next build by the hash of its texts: an edit indexes one range again. Sections are
//! counted from the start of a range, and the head of the first section of a list is left open: it is written
//! when the lists of a term are joined.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::cut::Cut;
use super::index;
use super::postings::{head, moved, write_number, write_positions};
use super::section::{self, Section};
use crate::memo::{self, Form, Key, Memo};
use crate::message::Message;
use crate::store;
use crate::trouble::{self, Trouble};

/// The lists of a range.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lists {
    /// Each term, and behind it its list without the first head.
    text: String,
    /// In the order of the terms.
    entries: Vec<Entry>,
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

/// The lists of a book: ranges, each with the number of its first section.
#[derive(Debug, Default)]
pub struct Joined(Vec<(u32, Arc<Lists>)>);

/// Terms from one on, up to another that is not among them.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    start: &'a str,
    end: Option<&'a str>,
}

/// A range as a memo has it: an error as text, as it is shared.
pub type Made = Result<Arc<Lists>, Message>;

/// How ranges are kept on disk.
pub const FORM: Form<Made> = Form {
    write: |lists| Some(store::Entry::body(bincode::serialize(&**lists.as_ref().ok()?).ok()?)),
    read: |_, body| Some(Ok(Arc::new(bincode::deserialize(&body.read()?).ok()?))),
};

/// Pages of a range, about. Every range that has a term costs a step when lists are joined, so there should be
/// few; an edit indexes one again, so they should be small; and a small book needs some for its processors.
fn cut(pages: usize) -> Cut {
    let about = (pages / 16).next_power_of_two().clamp(32, 255);
    Cut { least: about / 2, most: about * 2, one_in: about as u8 }
}

/// Indexes the sections of all pages; ranges that are in the memo are taken from there. `name` gives what a page
/// is known by, which says where a range begins.
///
/// # Errors
/// When tantivy fails; it has no reason to in memory.
pub fn build<'n>(
    pages: &[Arc<Vec<Section>>],
    name: impl Fn(usize) -> &'n str,
    memo: &mut Memo<Made>,
) -> Result<Joined> {
    let ranges = cut(pages.len()).parts(pages, |_| 1, name);
    let key = |range: &[Arc<Vec<Section>>]| -> Key {
        let keys: Vec<Key> = range.iter().map(|page| section::key(page)).collect();
        memo::key(keys.iter().map(|key| &key[..]))
    };
    let lists = |range| Lists::new(range).map(Arc::new).map_err(|error| trouble::sentence(&error));
    let made = memo.all(&ranges, |range| (key(range), *range), lists);
    let mut first = 0;
    let mut joined = Vec::with_capacity(ranges.len());
    for (range, made) in ranges.iter().zip(made) {
        joined.push((first, Made::clone(&made).map_err(Trouble::new)?));
        first += range.iter().map(|page| page.len() as u32).sum::<u32>();
    }
    Ok(Joined(joined))
}

impl Lists {
    fn new(pages: &[Arc<Vec<Section>>]) -> Result<Lists> {
        let reader = index::segment(pages)?;
        let mut lists = Lists::default();
        let mut terms = reader.terms().stream()?;
        let mut positions = Vec::new();
        while terms.advance() {
            lists.add(std::str::from_utf8(terms.key())?, terms.value(), &reader, &mut positions)?;
        }
        lists.text.shrink_to_fit();
        lists.entries.shrink_to_fit();
        Ok(lists)
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
        let start = u32::try_from(self.text.len())?;
        self.text.push_str(term);
        let mut entry = Entry { term: start, list: self.text.len() as u32, head: 0, last: 0 };
        while postings.doc() != TERMINATED {
            postings.positions(positions);
            let head = head(postings.doc() - entry.last, positions);
            match self.text.len() as u32 == entry.list {
                true => entry.head = head,
                false => write_number(&mut self.text, head),
            }
            write_positions(&mut self.text, positions);
            entry.last = postings.doc();
            postings.advance();
        }
        self.entries.push(entry);
        Ok(())
    }

    fn term(&self, entry: &Entry) -> &str {
        &self.text[entry.term as usize..entry.list as usize]
    }

    /// The list of an entry, without its first head.
    fn list(&self, at: usize) -> &str {
        let end = self.entries.get(at + 1).map_or(self.text.len(), |next| next.term as usize);
        &self.text[self.entries[at].list as usize..end]
    }

    /// The entries of a span.
    fn within(&self, span: Span<'_>) -> Range<usize> {
        let before = |limit| self.entries.partition_point(|entry| self.term(entry) < limit);
        before(span.start)..span.end.map_or(self.entries.len(), before)
    }
}

impl Joined {
    /// Cuts the terms into so many spans or fewer, of like numbers of terms.
    pub fn spans(&self, count: usize) -> Vec<Span<'_>> {
        let Some((_, largest)) = self.0.iter().max_by_key(|(_, lists)| lists.entries.len()) else { return Vec::new() };
        let start = |number: usize| largest.term(&largest.entries[largest.entries.len() * number / count]);
        let mut starts: Vec<&str> = vec![""];
        starts.extend((1..count).filter(|_| !largest.entries.is_empty()).map(start));
        starts.dedup();
        let ends = starts[1..].iter().copied().map(Some).chain([None]);
        starts.iter().zip(ends).map(|(start, end)| Span { start, end }).collect()
    }

    /// The lines of a span.
    pub fn lines(&self, span: Span<'_>) -> Lines {
        let mut ways: Vec<Range<usize>> = self.0.iter().map(|(_, lists)| lists.within(span)).collect();
        let mut next = |range: usize| {
            let lists = &self.0[range].1;
            ways[range].next().map(|at| Reverse((lists.term(&lists.entries[at]), range, at)))
        };
        // The next term of each range; equal terms in the order of the ranges.
        let mut heads: BinaryHeap<Reverse<(&str, usize, usize)>> = (0..self.0.len()).filter_map(&mut next).collect();
        let (mut lines, mut open, mut last) = (Lines::default(), None, 0);
        while let Some(mut first) = heads.peek_mut() {
            let Reverse((term, range, at)) = *first;
            if open != Some(term) {
                lines.begin(term);
                (open, last) = (Some(term), 0);
            }
            let (start, lists) = &self.0[range];
            lines.add(lists.entries[at].head, start - last, lists.list(at));
            last = start + lists.entries[at].last;
            match next(range) {
                Some(next) => *first = next,
                None => drop(PeekMut::pop(first)),
            }
        }
        lines.text.shrink_to_fit();
        lines
    }
}

/// Consecutive terms of the book, each with its list.
#[derive(Debug, Default)]
pub struct Lines {
    /// Terms and lists, one behind another.
    text: String,
    /// Where each term starts in the text, and where its list.
    starts: Vec<(usize, usize)>,
}

impl Lines {
    fn begin(&mut self, term: &str) {
        let start = self.text.len();
        self.text.push_str(term);
        self.starts.push((start, self.text.len()));
    }

    /// Adds a part to the last list, which is so far behind what is there.
    fn add(&mut self, head: u32, distance: u32, part: &str) {
        write_number(&mut self.text, moved(head, distance));
        self.text.push_str(part);
    }

    /// Each term with its list.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let ends = self.starts[self.starts.len().min(1)..].iter().map(|(start, _)| *start).chain([self.text.len()]);
        self.starts.iter().zip(ends).map(|((term, list), end)| (&self.text[*term..*list], &self.text[*list..end]))
    }
}
