//! What ranking knows of the book beside the postings.

use super::query::{Query, Synonyms};

/// What ranking knows of the book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Pages in reading order.
    pub pages: Vec<PageFacts>,
    /// Length of each section, see [`length_step`].
    pub lengths: Vec<u32>,
    /// Names of terms.
    pub synonyms: Synonyms,
}

/// What ranking knows of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// Its first section.
    pub first: u32,
    /// Its kind.
    pub kind: String,
    /// Weight of its kind, in percent.
    pub rank: u64,
    /// Weight of its kind where a name of the page is searched, in percent.
    pub name_rank: u64,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whom it is written for.
    pub audience: Vec<String>,
}

/// Characters of a text in steps that double: 0 for fewer than 32, 1 for fewer than 64, and so on up to
/// 15. What a length says of a text needs no more, and the browser loads one for each section.
pub fn length_step(characters: usize) -> u32 {
    (characters / 16).max(1).ilog2().min(15)
}

impl Facts {
    /// Returns the page of a section.
    pub fn page_of(&self, section: u32) -> usize {
        self.pages.partition_point(|page| page.first <= section) - 1
    }

    /// For each length of a section how much it counts in BM25 with k1 1.2 and b 0.8, in percent:
    /// its share of the average.
    pub fn norms(&self) -> [u64; 16] {
        let total: u64 = self.lengths.iter().map(|step| 1 << step).sum();
        let average = (total / (self.lengths.len() as u64).max(1)).max(1);
        std::array::from_fn(|step| 24 + 96 * (1 << step) / average)
    }

    /// Whether a page passes the filters of a query.
    pub fn passes(&self, page: usize, query: &Query) -> bool {
        let page = &self.pages[page];
        (query.kinds.is_empty() || query.kinds.contains(&page.kind))
            && query.tags.iter().all(|tag| page.tags.contains(tag))
            && query.audiences.iter().all(|audience| page.audience.contains(audience))
    }
}
