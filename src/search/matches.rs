//! Where a word stands in its forms, and how well.

use std::collections::BTreeMap;

use anyhow::Result;

use super::analyse::{BODY, HEADING, KEYWORDS, NAMES, ROOM, is_name};
use super::facts::Facts;
use super::find::find;
use super::index::SearchIndex;
use super::query::{Form, Nearness};

/// Where a word stands in a section, in the form of it that counts most there.
#[derive(Debug, Clone)]
pub struct Match {
    positions: Vec<u32>,
    length: u32,
    /// Higher is better.
    pub score: u64,
}

/// Where a word stands.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// By section.
    pub sections: BTreeMap<u32, Match>,
    /// Forms that stand somewhere.
    pub forms: Vec<Form>,
    /// How rare the word is, see [`rarity`].
    pub rarity: u64,
}

/// Weighs words of one query.
pub struct Scorer<'a> {
    index: &'a SearchIndex,
    facts: &'a Facts,
    norms: [u64; 16],
}

/// Weight of the page's title, of the section's heading, and of keywords. A word in the body weighs up to 2200.
const FIELDS: [u64; 3] = [4000, 2000, 3000];

/// Where each of them stands. A part of another name of the page counts as little as anything can.
const RANGES: [(u32, u32); 3] = [(NAMES, NAMES + ROOM), (HEADING, KEYWORDS), (KEYWORDS, BODY)];

/// Added where the query is a whole name of the page, and has no other word: more than any text weighs; and
/// where that name is its title.
const WHOLE_NAME: u64 = 20_000;
const WHOLE_TITLE: u64 = 24_000;

impl<'a> Scorer<'a> {
    /// Makes a scorer for a query.
    pub fn new(index: &'a SearchIndex, facts: &'a Facts) -> Scorer<'a> {
        Scorer { index, facts, norms: facts.norms() }
    }

    /// Finds a word in its forms. `alone` says that the query has no other word.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn matches(&self, forms: &[Form], alone: bool) -> Result<Matches> {
        let mut found = Matches::default();
        for form in forms {
            let postings = find(self.index, form)?;
            if !postings.is_empty() {
                found.forms.push(form.clone());
            }
            for posting in postings {
                let score = self.score(posting.section, form, &posting.positions, alone);
                if found.sections.get(&posting.section).is_none_or(|known| score > known.score) {
                    let length = form.text.chars().count() as u32;
                    found.sections.insert(posting.section, Match { positions: posting.positions, length, score });
                }
            }
        }
        found.rarity = rarity(self.facts.lengths.len() as u64, found.sections.len() as u64);
        found.sections.values_mut().for_each(|found_here| found_here.score *= found.rarity);
        Ok(found)
    }

    /// Score of a form in a section: how often it stands in the text, as BM25 weighs it, and whether
    /// in the title, heading or keywords, times its nearness; at least 1.
    fn score(&self, section: u32, form: &Form, positions: &[u32], alone: bool) -> u64 {
        let count = positions.iter().filter(|position| **position >= BODY).count() as u64;
        let norm = self.norms[self.facts.lengths[section as usize] as usize];
        let body = if count > 0 { 2200 * 100 * count / (100 * count + norm) } else { 0 };
        let has = |(from, to): (u32, u32)| positions.iter().any(|position| (from..to).contains(position));
        let fields: u64 =
            RANGES.into_iter().zip(FIELDS).filter(|(range, _)| has(*range)).map(|(_, weight)| weight).sum();
        let name =
            if alone && form.nearness != Nearness::Synonym { self.name_weight(section, form, positions) } else { 0 };
        ((body + fields + name) * percent(form.nearness) / 100).max(1)
    }

    fn name_weight(&self, section: u32, form: &Form, positions: &[u32]) -> u64 {
        let length = form.text.chars().count() as u32;
        // The title has the lowest positions.
        let Some(first) = positions.iter().find(|position| is_name(**position, length)) else { return 0 };
        let weight = if *first < ROOM { WHOLE_TITLE } else { WHOLE_NAME };
        weight * self.facts.pages[self.facts.page_of(section)].name_rank / 100
    }
}

/// Another name counts so little that it stands below what was typed, wherever that is.
fn percent(nearness: Nearness) -> u64 {
    match nearness {
        Nearness::Exact => 100,
        Nearness::Spelling => 80,
        Nearness::Synonym => 10,
    }
}

/// Rarity of a word that stands in so many of all sections: 16, and 16 more for each halving,
/// between the powers of two in a straight line.
fn rarity(sections: u64, having: u64) -> u64 {
    let ratio = (sections * 16 / having.max(1)).max(16);
    let bits = u64::from(63 - ratio.leading_zeros());
    16 + bits * 16 + ((ratio << 4) >> bits) - 16 - 64
}

/// Percent that is added to a section when its words stand near one another in the order of the query.
pub fn nearness_bonus(found: &[&Match]) -> u64 {
    match found.windows(2).map(|pair| gap(pair[0], pair[1])).max() {
        Some(0..=2) => 40,
        Some(3..=20) => 20,
        Some(21..=100) => 8,
        _ => 0,
    }
}

/// Smallest distance from the end of one word to the start of the next, after or before it.
fn gap(first: &Match, second: &Match) -> u32 {
    let mut smallest = u32::MAX;
    let mut at = 0;
    for start in &first.positions {
        while at + 1 < second.positions.len() && second.positions[at + 1] <= *start {
            at += 1;
        }
        for other in second.positions[at..].iter().take(2) {
            let distance = if other >= start {
                other.saturating_sub(start + first.length)
            } else {
                start.saturating_sub(other + second.length)
            };
            smallest = smallest.min(distance);
        }
    }
    smallest
}
