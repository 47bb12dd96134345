//! The index, built by tantivy in memory.
//!
//! Sections are numbered in reading order. They are cut into a few ranges that are indexed beside
//! one another, each as one segment; readers see one list again, so neither the number of ranges
//! nor tantivy's own files can be seen in what is exported.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use anyhow::{Context, Result};
use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{DocSet, Index, InvertedIndexReader, TERMINATED};

use super::analyse::Terms;
use super::normalise::{Class, class};
use super::postings::Posting;

/// Name of our tokenizer in tantivy.
const TOKENIZER: &str = "tebiki";

/// Memory that a range may use before tantivy would start a second segment, which
/// [`SingleSegmentIndexWriter`] never does; it is the size of its first tables.
const MEMORY: usize = 15_000_000;

/// An index over sections.
pub struct SearchIndex {
    ranges: Vec<Range>,
    /// How many sections there are.
    pub sections: u32,
    /// Terms that are words of letters or digits, in order; collected when first asked for.
    words: OnceLock<Vec<String>>,
}

/// Consecutive sections in an index of their own.
struct Range {
    first: u32,
    reader: std::sync::Arc<InvertedIndexReader>,
}

/// Indexes texts made by [`super::analyse::text`], one a section.
///
/// # Errors
/// When tantivy fails; it has no reason to in memory.
pub fn build(texts: &[String]) -> Result<SearchIndex> {
    let size = texts.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
    let ranges: Vec<Range> = texts
        .par_chunks(size)
        .enumerate()
        .map(|(number, texts)| range((number * size) as u32, texts))
        .collect::<Result<_>>()?;
    Ok(SearchIndex { ranges, sections: texts.len() as u32, words: OnceLock::new() })
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

fn range(first: u32, texts: &[String]) -> Result<Range> {
    let (schema, field) = schema();
    let tokenizers = TokenizerManager::new();
    tokenizers.register(TOKENIZER, TextAnalyzer::builder(Terms).build());
    let index = Index::builder().schema(schema).tokenizers(tokenizers);
    let mut writer = index.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), MEMORY)?;
    for text in texts {
        let mut document = TantivyDocument::new();
        document.add_text(field, text);
        writer.add_document(document)?;
    }
    let searcher = writer.finalize()?.reader()?.searcher();
    let segment = searcher.segment_readers().first().context("an index without a segment")?;
    Ok(Range { first, reader: segment.inverted_index(field)? })
}

impl SearchIndex {
    /// Returns the postings of a term; empty when it does not occur.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn postings(&self, term: &str) -> Result<Vec<Posting>> {
        let mut postings = Vec::new();
        for range in &self.ranges {
            if let Some(info) = range.reader.terms().get(term.as_bytes())? {
                range.collect(&info, &mut postings)?;
            }
        }
        Ok(postings)
    }

    /// Calls a function for every term in the order of its bytes, with its postings.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn for_each(&self, mut found: impl FnMut(&str, &[Posting])) -> Result<()> {
        let mut streams = Vec::new();
        for range in &self.ranges {
            streams.push(range.reader.terms().stream()?);
        }
        let mut heads: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (number, stream) in streams.iter_mut().enumerate() {
            if stream.advance() {
                heads.entry(stream.key().to_vec()).or_default().push(number);
            }
        }
        let mut postings = Vec::new();
        while let Some((term, mut numbers)) = heads.pop_first() {
            postings.clear();
            numbers.sort_unstable();
            for number in numbers {
                self.ranges[number].collect(streams[number].value(), &mut postings)?;
                if streams[number].advance() {
                    heads.entry(streams[number].key().to_vec()).or_default().push(number);
                }
            }
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
            let mut stream = range.reader.terms().range().ge(prefix.as_bytes()).into_stream()?;
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

impl Range {
    /// Adds the postings of a term in this range.
    fn collect(&self, info: &tantivy::postings::TermInfo, out: &mut Vec<Posting>) -> Result<()> {
        let mut postings = self.reader.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        while postings.doc() != TERMINATED {
            let mut positions = Vec::with_capacity(postings.term_freq() as usize);
            postings.positions(&mut positions);
            out.push(Posting { section: self.first + postings.doc(), positions });
            postings.advance();
        }
        Ok(())
    }
}
