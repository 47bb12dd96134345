//! Ranges of pages: what the search makes of each is kept for the next build, by the hash of what its pages' sections
//! are made from. An edit indexes one range again, and of the others not even the texts are cut.

use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cut::Cut;
use super::joined::{Joined, Part};
use super::lists::Lists;
use super::parts::{Head, Parts, Texts};
use super::section::{Given, sections};
use crate::book::Book;
use crate::bytes::{Bytes, Hash};
use crate::memo::{self, Form, Key, Memo};
use crate::message::Message;
use crate::store::{Entry, Kept};
use crate::trouble::{self, Trouble};

/// What the search makes of a range of pages.
#[derive(Debug)]
pub struct Range {
    lists: Arc<Lists>,
    /// The parts of each page.
    pages: Vec<Parts>,
}

/// A range as a memo has it: an error as text, as it is shared.
pub type Made = Result<Arc<Range>, Message>;

/// How ranges are kept on disk. The lists are read at once, the files of texts when somebody needs them.
pub const FORM: Form<Made> = Form {
    write: |range| range.as_ref().ok()?.entry(),
    read: |head, body| Some(Ok(Arc::new(Range::read(bincode::deserialize(head).ok()?, &body)?))),
};

/// All ranges of a book, in order.
#[derive(Debug)]
pub struct Ranges(Vec<(Key, Arc<Range>)>);

/// Pages of a range, about. Every range that has a term costs a step when lists are joined, so there should be
/// few; an edit indexes one again, so they should be small; and a small book needs some for its processors.
fn cut(pages: usize) -> Cut {
    let about = (pages / 16).next_power_of_two().clamp(32, 255);
    Cut { least: about / 2, most: about * 2, one_in: about as u8 }
}

/// Indexes all pages of a book; ranges that are in the memo are taken from there.
///
/// # Errors
/// When tantivy fails; it has no reason to in memory.
pub fn build(book: &Book, memo: &mut Memo<Made>) -> Result<Ranges> {
    let given: Vec<Given<'_>> = book.pages.par_iter().map(|page| Given::of(book, page)).collect();
    let ranges = cut(given.len()).parts(&given, |_| 1, |page| &book.pages[page].url);
    let ranges: Vec<(Key, &[Given<'_>])> = ranges.into_par_iter().map(|range| (key(range), range)).collect();
    let make = |range| Range::new(range).map(Arc::new).map_err(|error| trouble::sentence(&error));
    let made = memo.all(&ranges, |range| *range, make);
    let keyed = ranges.iter().zip(made).map(|((key, _), made)| Ok((*key, Made::clone(&made).map_err(Trouble::new)?)));
    Ok(Ranges(keyed.collect::<Result<_>>()?))
}

/// Hash of what the sections of some pages are made from.
fn key(pages: &[Given<'_>]) -> Key {
    let keys: Vec<Key> = pages.iter().map(memo::key_of).collect();
    memo::key(keys.iter().map(|key| &key[..]))
}

impl Ranges {
    /// The parts of all pages.
    pub fn pages(&self) -> Vec<&Parts> {
        self.0.iter().flat_map(|(_, range)| &range.pages).collect()
    }

    /// The lists of all ranges.
    pub fn lists(&self) -> Joined {
        let mut first = 0;
        let part = |(key, range): &(Key, Arc<Range>)| {
            let part = Part { first, key: *key, lists: range.lists.clone() };
            first += range.pages.iter().map(|page| page.sections.len() as u32).sum::<u32>();
            part
        };
        Joined(self.0.iter().map(part).collect())
    }
}

impl Range {
    fn new(pages: &[Given<'_>]) -> Result<Range> {
        let sections: Vec<_> = pages.par_iter().map(sections).collect();
        Ok(Range {
            lists: Arc::new(Lists::new(&sections)?),
            pages: sections.par_iter().map(|sections| Parts::of(sections)).collect(),
        })
    }

    /// In bytes: behind the lists stand the files of texts.
    fn entry(&self) -> Option<Entry> {
        let mut body = bincode::serialize(&*self.lists).ok()?;
        let lists = Stretch { length: body.len() as u64, hash: *blake3::hash(&body).as_bytes() };
        for texts in self.pages.iter().flat_map(|page| &page.texts) {
            body.extend_from_slice(texts.script.contents().ok()?);
        }
        let pages = self.pages.iter().map(|page| (&page.sections, page.texts.iter().map(KeptTexts::of).collect()));
        let pages: Vec<(&Vec<Head>, Vec<KeptTexts>)> = pages.collect();
        Some(Entry { head: bincode::serialize(&(lists, pages)).ok()?, body })
    }

    /// What [`Range::entry`] made.
    fn read((lists, pages): (Stretch, Vec<KeptPage>), body: &Kept) -> Option<Range> {
        let mut from = 0;
        let mut next = |stretch: &Stretch| {
            from += stretch.length;
            body.stretch(from - stretch.length, stretch.length, &stretch.hash)
        };
        let lists = Arc::new(bincode::deserialize(&next(&lists)?.read()?).ok()?);
        let page = |(sections, texts): KeptPage| {
            let texts = texts.iter().map(|texts| Some(texts.read(next(&texts.script)?)));
            Some(Parts { sections, texts: texts.collect::<Option<_>>()? })
        };
        Some(Range { lists, pages: pages.into_iter().map(page).collect::<Option<_>>()? })
    }
}

/// What is known of a page without its texts.
type KeptPage = (Vec<Head>, Vec<KeptTexts>);

/// A part of a body, behind the one before.
#[derive(Debug, Serialize, Deserialize)]
struct Stretch {
    length: u64,
    /// BLAKE3.
    hash: Hash,
}

/// What is known of a file of texts without it.
#[derive(Debug, Serialize, Deserialize)]
struct KeptTexts {
    sections: u32,
    script: Stretch,
    sha256: Hash,
}

impl KeptTexts {
    fn of(texts: &Texts) -> KeptTexts {
        let script = Stretch { length: texts.script.len(), hash: *texts.script.blake3() };
        KeptTexts { sections: texts.sections, script, sha256: *texts.script.sha256() }
    }

    fn read(&self, script: Kept) -> Texts {
        Texts { sections: self.sections, script: Bytes::on_disk(script, self.script.hash, self.sha256) }
    }
}
