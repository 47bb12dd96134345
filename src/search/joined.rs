//! The lists of all ranges, joined.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::lists::{List, Lists, Span};
use super::postings::write_number;
use crate::memo::Key;

/// The lists of a book, by ranges of its pages.
#[derive(Debug, Default)]
pub struct Joined(pub Vec<Part>);

/// The lists of a range.
#[derive(Debug, Clone)]
pub struct Part {
    /// Number of its first section.
    pub first: u32,
    /// Hash of what its lists were made from.
    pub key: Key,
    /// Its lists, whose sections count from 0.
    pub lists: Arc<Lists>,
}

/// Spans of terms that are joined side by side. More than there are processors, as they differ
/// in what they cost.
const SPANS: usize = 64;

/// What the head of a section in a list of places grows by for each section that it is further from the one before,
/// see [`head`](super::postings::head).
pub const STEP: u32 = 2;

impl Joined {
    /// Other lists of the same ranges.
    pub fn with(&self, lists: impl Iterator<Item = Arc<Lists>>) -> Joined {
        Joined(self.0.iter().zip(lists).map(|(part, lists)| Part { lists, ..part.clone() }).collect())
    }

    /// The lines of all terms, a span each. The heads of sections that are further grow by so many steps.
    pub fn lines(&self, step: u32) -> Vec<Lines> {
        self.spans().into_par_iter().map(|span| self.lines_of(span, step)).collect()
    }

    /// Cuts the terms into spans of like numbers of terms.
    fn spans(&self) -> Vec<Span<'_>> {
        let Some(largest) = self.0.iter().map(|part| &part.lists).max_by_key(|lists| lists.len()) else {
            return Vec::new();
        };
        let start = |number: usize| largest.term(largest.len() * number / SPANS);
        let mut starts: Vec<&str> = vec![""];
        starts.extend((1..SPANS).filter(|_| !largest.is_empty()).map(start));
        starts.dedup();
        let ends = starts[1..].iter().copied().map(Some).chain([None]);
        starts.iter().zip(ends).map(|(start, end)| Span { start, end }).collect()
    }

    fn lines_of(&self, span: Span<'_>, step: u32) -> Lines {
        let mut ways: Vec<Range<usize>> = self.0.iter().map(|part| part.lists.within(span)).collect();
        let mut next = |range: usize| {
            let lists = &self.0[range].lists;
            ways[range].next().map(|at| Reverse((lists.term(at), range, at)))
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
            let Part { first: start, lists, .. } = &self.0[range];
            let list = lists.list(at);
            lines.add(&list, (start - last) * step);
            last = start + list.last;
            match next(range) {
                Some(next) => *first = next,
                None => drop(PeekMut::pop(first)),
            }
        }
        lines.text.shrink_to_fit();
        lines.starts.shrink_to_fit();
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

    /// Adds a part to the last list, whose head grows by so much.
    fn add(&mut self, part: &List<'_>, grow: u32) {
        write_number(&mut self.text, part.head + grow);
        self.text.push_str(part.rest);
    }

    /// Each term with its list.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let ends = self.starts[self.starts.len().min(1)..].iter().map(|(start, _)| *start).chain([self.text.len()]);
        self.starts.iter().zip(ends).map(|((term, list), end)| (&self.text[*term..*list], &self.text[*list..end]))
    }
}
