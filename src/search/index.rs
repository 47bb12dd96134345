//! The index, built by tantivy in memory.
//!
//! Sections are numbered in reading order. They are cut into ranges that are indexed beside one another, each as
//! one segment. Readers see one list, so neither the ranges nor tantivy's own files can be seen in answers.

use std::sync::{Arc, OnceLock};

use anyhow::Result;
use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{DocSet, Index, InvertedIndexReader, TERMINATED, Term};

use super::analyse::{self, Terms};
use super::normalise::class;
use super::postings::Posting;
use super::section::Section;
use crate::say;
use crate::trouble::Saying;

/// Name of our tokenizer in tantivy.
const TOKENIZER: &str = "tebiki";

/// Bytes that a range may use before tantivy would start a second segment, which
/// [`SingleSegmentIndexWriter`] never does. A third of it is for its first table of terms, which is as large as
/// most ranges need: a larger one would be filled with zeros for nothing, a smaller one is made again.
const MEMORY: usize = 3_000_000;

/// An index over sections, for queries.
pub struct SearchIndex {
    /// Ranges, each with the number of its first section.
    ranges: Vec<(u32, Arc<InvertedIndexReader>)>,
    /// Terms that are words of letters or digits, in order; collected when first asked for.
    words: OnceLock<Vec<String>>,
}

/// Pages of a range: every range costs a lookup of its own.
const PAGES: usize = 512;

/// Indexes the sections of all pages.
///
/// # Errors
/// When tantivy fails; it has no reason to in memory.
pub fn build(pages: &[Vec<Section>]) -> Result<SearchIndex> {
    let readers = pages.par_chunks(PAGES).map(segment).collect::<Result<Vec<_>>>()?;
    let mut first = 0;
    let place = |(pages, reader): (&[Vec<Section>], _)| {
        let start = first;
        first += pages.iter().map(|page| page.len() as u32).sum::<u32>();
        (start, reader)
    };
    let ranges = pages.chunks(PAGES).zip(readers).map(place).collect();
    Ok(SearchIndex { ranges, words: OnceLock::new() })
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

/// Indexes some pages, whose sections count from 0.
///
/// # Errors
/// When tantivy fails; it has no reason to in memory.
pub fn segment(pages: &[Vec<Section>]) -> Result<Arc<InvertedIndexReader>> {
    let (schema, field) = schema();
    let tokenizers = TokenizerManager::new();
    tokenizers.register(TOKENIZER, TextAnalyzer::builder(Terms).build());
    let index = Index::builder().schema(schema).tokenizers(tokenizers);
    let mut writer = index.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), MEMORY)?;
    let sections = pages.iter().flat_map(|page| page.iter().enumerate());
    for text in sections.map(|(at, section)| analyse::text(section, at == 0)) {
        let mut document = TantivyDocument::new();
        document.add_text(field, text);
        writer.add_document(document)?;
    }
    let searcher = writer.finalize()?.reader()?.searcher();
    let segment = searcher.segment_readers().first().saying(|| say!("an index without a segment"))?;
    Ok(segment.inverted_index(field)?)
}

impl SearchIndex {
    /// Returns the postings of a term; empty when it does not occur.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn postings(&self, term: &str) -> Result<Vec<Posting>> {
        let term = Term::from_field_text(schema().1, term);
        let mut found = Vec::new();
        for (first, reader) in &self.ranges {
            let postings = reader.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
            found.extend(postings.into_iter().flat_map(|postings| all(*first, postings)));
        }
        Ok(found)
    }

    /// Returns all terms that start with a text, or all when it is empty, in order.
    ///
    /// # Errors
    /// When tantivy cannot read its index.
    pub fn terms(&self, prefix: &str) -> Result<Vec<String>> {
        let mut terms = std::collections::BTreeSet::new();
        for (_, reader) in &self.ranges {
            let mut stream = reader.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                terms.insert(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(terms.into_iter().collect())
    }

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
    term.chars().all(|c| class(c).is_of_word())
}

/// Postings of a term in a range with a first section.
fn all(first: u32, mut postings: SegmentPostings) -> Vec<Posting> {
    let mut found = Vec::new();
    while postings.doc() != TERMINATED {
        let mut positions = Vec::new();
        postings.positions(&mut positions);
        found.push(Posting { section: first + postings.doc(), positions });
        postings.advance();
    }
    found
}
