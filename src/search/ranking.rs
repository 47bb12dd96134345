//! Words with the places where they stand → pages in order, each with its sections in order.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::matches::{Match, Matches, nearness_bonus};

/// How much of the query a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// All words in one section.
    Section,
    /// All words, but in no one section.
    Page,
    /// Some of the words.
    Partial,
}

/// A word of a query with its weight in percent.
pub struct Weighed {
    /// Where it stands.
    pub matches: Matches,
    /// How much it counts.
    pub weight: u64,
}

/// A page that has words of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedPage {
    /// Index of the page.
    pub page: usize,
    /// How much of the query it has.
    pub tier: Tier,
    /// Share of the query that it has, in percent by weight and rarity of the words.
    pub share: u64,
    /// Higher is better, within a tier.
    pub score: u64,
    /// Sections that are shown, the best first.
    pub sections: Vec<u32>,
}

/// Words that stand in each section of a page.
type Sections<'a> = BTreeMap<u32, Vec<Option<&'a Match>>>;

/// Ranks the pages that have any of the words. `phrases` are what was typed, where the words are only
/// parts of it: a section that has it as a whole counts half of that more.
pub fn rank(facts: &Facts, words: &[Weighed], phrases: &[Matches], allowed: impl Fn(&u32) -> bool) -> Vec<RankedPage> {
    let mut pages: BTreeMap<usize, Sections<'_>> = BTreeMap::new();
    for (number, word) in words.iter().enumerate() {
        for (section, found) in word.matches.sections.iter().filter(|(section, _)| allowed(section)) {
            let sections = pages.entry(facts.page_of(*section)).or_default();
            sections.entry(*section).or_insert_with(|| vec![None; words.len()])[number] = Some(found);
        }
    }
    let phrase =
        |section: u32| phrases.iter().filter_map(|word| word.sections.get(&section)).map(|found| found.score / 2).sum();
    let mut ranked: Vec<RankedPage> =
        pages.iter().map(|(page, sections)| ranked(facts, *page, sections, words, &phrase)).collect();
    ranked.sort_by(|a, b| (a.tier, b.score, a.page).cmp(&(b.tier, a.score, b.page)));
    ranked
}

/// Ranks one page: half by its best section, half by the best place of each word.
fn ranked(
    facts: &Facts,
    page: usize,
    sections: &Sections<'_>,
    words: &[Weighed],
    phrase: &impl Fn(u32) -> u64,
) -> RankedPage {
    let best: Vec<u64> = (0..words.len()).map(|word| best(sections, words, word)).collect();
    let tier = if sections.values().any(|found| found.iter().all(Option::is_some)) {
        Tier::Section
    } else if best.iter().all(|score| *score > 0) {
        Tier::Page
    } else {
        Tier::Partial
    };
    let shown = sections.iter().filter(|(_, found)| tier != Tier::Section || found.iter().all(Option::is_some));
    let mut scores: Vec<(u64, u32)> =
        shown.map(|(section, found)| (section_score(found, words) + phrase(*section), *section)).collect();
    scores.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    let share = share(&best, words);
    let total: u64 = best.iter().sum();
    let score = (scores[0].0 + total) / 2 * facts.pages[page].rank / 100 * share / 100;
    RankedPage { page, tier, share, score, sections: scores.into_iter().map(|(_, section)| section).collect() }
}

/// Best score of a word in the sections of a page.
fn best(sections: &Sections<'_>, words: &[Weighed], word: usize) -> u64 {
    sections
        .values()
        .filter_map(|found| found[word])
        .map(|found| found.score * words[word].weight / 100)
        .max()
        .unwrap_or(0)
}

/// Score of the words that a section has; more where it has all of them close together.
fn section_score(found: &[Option<&Match>], words: &[Weighed]) -> u64 {
    let score: u64 =
        found.iter().zip(words).filter_map(|(found, word)| found.map(|found| found.score * word.weight / 100)).sum();
    let all: Option<Vec<&Match>> = found.iter().copied().collect();
    score + score * all.map_or(0, |all| nearness_bonus(&all)) / 100
}

/// Percent of the query that the words with a score make up.
fn share(best: &[u64], words: &[Weighed]) -> u64 {
    let weight = |word: &Weighed| word.matches.rarity * word.weight;
    let all: u64 = words.iter().map(weight).sum();
    let has: u64 = words.iter().zip(best).filter(|(_, score)| **score > 0).map(|(word, _)| weight(word)).sum();
    has * 100 / all.max(1)
}
