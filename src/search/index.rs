//! The index, built by tantivy in memory.
//!
//! Sections are numbered in reading order. They are cut into ranges that are indexed beside one
//! another, each as one segment, and kept for the next build by the hash of their texts: after an
//! edit one range is indexed again. Readers see one list, so neither the ranges nor tantivy's own
//! files can be seen in what is exported.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result, anyhow};
use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing, TextOptions};
use tantivy::termdict::TermStreamer;
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{DocSet, Index, InvertedIndexReader, TERMINATED};

use super::analyse::{self, Terms};
use super::normalise::{Class, class};
use super::postings::{Posting, Postings};
use super::section::{self, Section};
use crate::memo::{self, Key, Memo};

/// Name of our tokenizer in tantivy.
const TOKENIZER: &str = "tebiki";

/// Memory that a range may use before tantivy would start a second segment, which
/// [`SingleSegmentIndexWriter`] never does; it is the size of its first tables.
const MEMORY: usize = 15_000_000;

/// An index over sections.
pub struct SearchIndex {
    ranges: Vec<Placed>,
    /// How many sections there are.
    pub sections: u32,
    /// Terms that are words of letters or digits, in order; collected when first asked for.
    words: OnceLock<Vec<String>>,
}

/// Consecutive sections in an index of their own, which count from 0.
pub struct Range {
    reader: Arc<InvertedIndexReader>,
    pub(super) index: Index,
    /// Where tantivy has the index.
    pub(super) files: RamDirectory,
}

/// A range at its place in the book.
struct Placed {
    first: u32,
    range: Arc<Range>,
}

/// Terms from one on, up to another that is not among them.
pub struct Span {
    start: Vec<u8>,
    end: Option<Vec<u8>>,
}

/// Sections of one page.
type Sections = Arc<Vec<Section>>;

/// About so many ranges are made. Every range that holds a term costs a lookup of its own, here and in
/// the export, so there should be few; an edit indexes one again, so there should be many.
const RANGES: usize = 32;

/// Pages in a range of a small book.
const PAGES: usize = 32;

/// Indexes the sections of all pages; ranges that are in the memo are taken from there.
///
/// # Errors
/// When tantivy fails; it has no reason to in memory.
pub fn build(pages: &[Sections], memo: &mut Memo<Result<Arc<Range>, String>>) -> Result<SearchIndex> {
    let keys: Vec<Key> = pages.par_iter().map(|page| section::key(page)).collect();
    let ends = (0..pages.len()).filter(|page| ends_range(&keys[*page], pages.len()) || page + 1 == pages.len());
    let mut start = 0;
    let ranges: Vec<std::ops::Range<usize>> = ends.map(|end| std::mem::replace(&mut start, end + 1)..end + 1).collect();
    let prepare = |range: &std::ops::Range<usize>| {
        (memo::key(keys[range.clone()].iter().map(|key| &key[..])), &pages[range.clone()])
    };
    let built = memo.all(&ranges, prepare, |pages| range(pages).map(Arc::new).map_err(|error| format!("{error:#}")));
    let mut placed = Vec::with_capacity(ranges.len());
    let mut first = 0;
    for (range, made) in ranges.into_iter().zip(built) {
        let made = made.as_ref().as_ref().map_err(|error| anyhow!("{error}"))?;
        placed.push(Placed { first, range: made.clone() });
        first += pages[range].iter().map(|page| page.len() as u32).sum::<u32>();
    }
    Ok(SearchIndex { ranges: placed, sections: first, words: OnceLock::new() })
}

/// Whether a range ends after a page: by its hash alone, for as long as the book does not double.
fn ends_range(page: &Key, pages: usize) -> bool {
    let one_in = (pages / RANGES).next_power_of_two().max(PAGES);
    usize::from(u16::from_le_bytes([page[0], page[1]])).is_multiple_of(one_in)
}

fn schema() -> (Schema, Field) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    (schema.build(), field)
}

fn range(pages: &[Sections]) -> Result<Range> {
    let (schema, field) = schema();
    let tokenizers = TokenizerManager::new();
    tokenizers.register(TOKENIZER, TextAnalyzer::builder(Terms).build());
    let index = Index::builder().schema(schema).tokenizers(tokenizers);
    let files = RamDirectory::create();
    let mut writer = index.single_segment_index_writer::<TantivyDocument>(files.clone(), MEMORY)?;
    let sections = pages.iter().flat_map(|page| page.iter().enumerate());
    for text in sections.map(|(at, section)| analyse::text(section, at == 0)) {
        let mut document = TantivyDocument::new();
        document.add_text(field, text);
        writer.add_document(document)?;
    }
    opened(writer.finalize()?, files)
}

/// Opens the one segment of an index.
pub(super) fn opened(index: Index, files: RamDirectory) -> Result<Range> {
    let searcher = index.reader()?.searcher();
    let segment = searcher.segment_readers().first().context("an index without a segment")?;
    Ok(Range { reader: segment.inverted_index(schema().1)?, index, files })
}

impl SearchIndex {
    /// Returns the postings of a term; empty when it does not occur.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn postings(&self, term: &str) -> Result<Vec<Posting>> {
        let mut postings = Postings::default();
        for range in &self.ranges {
            if let Some(info) = range.range.reader.terms().get(term.as_bytes())? {
                range.collect(&info, &mut postings)?;
            }
        }
        let posting = |(section, positions): (u32, &[u32])| Posting { section, positions: positions.to_vec() };
        Ok(postings.iter().map(posting).collect())
    }

    /// Cuts the terms into so many spans or fewer, of like numbers of terms.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn spans(&self, count: u64) -> Result<Vec<Span>> {
        let largest = self.ranges.iter().map(|range| range.range.reader.terms()).max_by_key(|terms| terms.num_terms());
        let mut starts = vec![Vec::new()];
        for number in 1..count {
            let mut start = Vec::new();
            if let Some(terms) = largest {
                terms.ord_to_term(terms.num_terms() as u64 * number / count, &mut start)?;
            }
            starts.push(start);
        }
        starts.dedup();
        let ends = starts[1..].iter().cloned().map(Some).chain([None]).collect::<Vec<_>>();
        Ok(starts.into_iter().zip(ends).map(|(start, end)| Span { start, end }).collect())
    }

    /// Calls a function for every term of a span in the order of its bytes, with its postings.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn for_each(&self, span: &Span, mut found: impl FnMut(&str, &Postings)) -> Result<()> {
        let mut streams = self.ranges.iter().map(|range| range.terms(span)).collect::<Result<Vec<_>>>()?;
        // The next term of each range; equal terms in the order of the ranges.
        let mut heads = BinaryHeap::new();
        for (number, stream) in streams.iter_mut().enumerate() {
            if stream.advance() {
                heads.push(Reverse((stream.key().to_vec(), number)));
            }
        }
        let (mut term, mut postings) = (Vec::new(), Postings::default());
        while let Some(mut head) = heads.peek_mut() {
            let Reverse((next, number)) = &mut *head;
            if *next != term {
                if !term.is_empty() {
                    found(std::str::from_utf8(&term)?, &postings);
                }
                postings.clear();
                term.clone_from(next);
            }
            let stream = &mut streams[*number];
            self.ranges[*number].collect(stream.value(), &mut postings)?;
            if stream.advance() {
                next.clear();
                next.extend_from_slice(stream.key());
            } else {
                PeekMut::pop(head);
            }
        }
        if !term.is_empty() {
            found(std::str::from_utf8(&term)?, &postings);
        }
        Ok(())
    }

    /// Returns all terms that start with a text, or all when it is empty, in order.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn terms(&self, prefix: &str) -> Result<Vec<String>> {
        let mut terms = std::collections::BTreeSet::new();
        for range in &self.ranges {
            let mut stream = range.range.reader.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                terms.insert(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(terms.into_iter().collect())
    }
}

impl SearchIndex {
    /// Returns all terms that are words of letters or digits, in order.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn words(&self) -> Result<&[String]> {
        if let Some(words) = self.words.get() {
            return Ok(words);
        }
        let terms = self.terms("")?;
        Ok(self.words.get_or_init(|| terms.into_iter().filter(|term| is_word(term)).collect()))
    }
}

/// Whether a term is a word of letters or digits, not a pair.
pub fn is_word(term: &str) -> bool {
    term.chars().all(|c| matches!(class(c), Class::Letter | Class::Digit))
}

impl Placed {
    /// The terms of a span in this range.
    fn terms(&self, span: &Span) -> Result<TermStreamer<'_>> {
        let terms = self.range.reader.terms().range().ge(&span.start);
        Ok(match &span.end {
            Some(end) => terms.lt(end).into_stream()?,
            None => terms.into_stream()?,
        })
    }

    /// Adds the postings of a term in this range.
    fn collect(&self, info: &tantivy::postings::TermInfo, out: &mut Postings) -> Result<()> {
        let mut postings =
            self.range.reader.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        while postings.doc() != TERMINATED {
            let section = self.first + postings.doc();
            out.push(section, |positions| postings.append_positions_with_offset(0, positions));
            postings.advance();
        }
        Ok(())
    }
}
