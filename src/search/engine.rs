//! Answers a query from postings: which sections, in which order.
//!
//! The theme's scripts `search-*.js` have the same functions under the same names and must give
//! the same order, so everything is counted in whole numbers and ties are broken by the order of the
//! book.
//!
//! Words are first looked up as they were typed. Japanese is typed without spaces: where a whole
//! question stands nowhere, or nearly so, the words that it is made of ([`super::question`]) are
//! looked up instead.

use std::collections::BTreeSet;

use anyhow::Result;

use super::facts::Facts;
use super::index::SearchIndex;
use super::matches::{Matches, Scorer};
use super::query::{Form, Nearness, Query, Word, forms, inflected};
use super::question::{Part, is_sentence, parts};
pub use super::ranking::Tier;
use super::ranking::{RankedPage, Weighed, rank};

/// A section that answers a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index of the section.
    pub section: u32,
    /// Index of its page.
    pub page: usize,
    /// How much of the query its page has.
    pub tier: Tier,
    /// Score of its page. Higher is better, within a tier.
    pub score: u64,
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Sections: pages with the best first, and so within each page.
    pub hits: Vec<Hit>,
    /// Normal forms that were found, for highlighting.
    pub found: Vec<String>,
    /// Names of terms that were searched instead of what was typed.
    pub synonyms: Vec<String>,
}

/// A question that stands on fewer pages as a whole is asked again by its words.
const ENOUGH: usize = 8;

/// Most pages that have only some of the words.
const PARTIAL: usize = 20;

/// Most sections of such a page.
const SECTIONS: usize = 3;

/// Answers a query.
///
/// # Errors
/// When the index cannot be read.
pub fn answer(index: &SearchIndex, facts: &Facts, query: &Query) -> Result<Answer> {
    let scorer = Scorer::new(index, facts);
    let (excluded, words): (Vec<&Word>, Vec<&Word>) = query.words.iter().partition(|word| word.excluded);
    let mut left_out = BTreeSet::new();
    for word in excluded {
        left_out.extend(scorer.matches(&word.forms, false)?.sections.into_keys());
    }
    let allowed = |section: &u32| !left_out.contains(section) && facts.passes(facts.page_of(*section), query);
    if words.is_empty() {
        return Ok(Answer { hits: filtered(facts, query, allowed), ..Answer::default() });
    }
    let alone = words.len() == 1;
    let typed = words.iter().map(|word| scorer.matches(&word.forms, alone)).collect::<Result<Vec<_>>>()?;
    let typed: Vec<Weighed> = typed.into_iter().map(|matches| Weighed { matches, weight: 100 }).collect();
    let whole = complete(rank(facts, &typed, &[], allowed));
    let question = Question::of(&words);
    if whole.len() >= ENOUGH || !whole.is_empty() && !question.is_sentence {
        return Ok(Answer::new(whole, typed.iter().map(|word| &word.matches)));
    }
    let phrases: Vec<Matches> = typed.into_iter().map(|word| word.matches).collect();
    let asked = question.look_up(&scorer, facts)?;
    let mut pages = rank(facts, &asked.words, &phrases, allowed);
    if asked.is_cut {
        pages.iter_mut().for_each(|page| page.tier = Tier::Partial);
        pages.sort_by(|a, b| (b.score, a.page).cmp(&(a.score, b.page)));
    }
    Ok(Answer::new(best(pages), phrases.iter().chain(asked.words.iter().map(|word| &word.matches))))
}

/// First sections of the pages that pass the filters, for a query that has nothing else.
fn filtered(facts: &Facts, query: &Query, allowed: impl Fn(&u32) -> bool) -> Vec<Hit> {
    if !query.has_filter() {
        return Vec::new();
    }
    let hits = facts.pages.iter().enumerate().filter(|(_, page)| allowed(&page.first));
    hits.map(|(page, facts)| Hit { section: facts.first, page, tier: Tier::Section, score: 0 }).collect()
}

fn complete(pages: Vec<RankedPage>) -> Vec<RankedPage> {
    pages.into_iter().filter(|page| page.tier != Tier::Partial).collect()
}

/// Pages that have all words, then the best of those that have some: at least half as much of the
/// query as the best one, with their best sections.
fn best(pages: Vec<RankedPage>) -> Vec<RankedPage> {
    let most = pages.iter().map(|page| page.share).max().unwrap_or(0);
    let (whole, mut part): (Vec<RankedPage>, Vec<RankedPage>) =
        pages.into_iter().filter(|page| page.share * 2 >= most).partition(|page| page.tier != Tier::Partial);
    part.truncate(PARTIAL);
    part.iter_mut().for_each(|page| page.sections.truncate(SECTIONS));
    whole.into_iter().chain(part).collect()
}

/// The words of a query as a question.
struct Question {
    parts: Vec<Part>,
    /// Whether something that was typed without spaces is several words.
    is_sentence: bool,
}

/// Words of a question, looked up.
struct Asked {
    words: Vec<Weighed>,
    /// Whether one of them stands nowhere as a whole.
    is_cut: bool,
}

impl Question {
    /// Words in quotation marks are not to be taken apart, nor are those beside them then.
    fn of(words: &[&Word]) -> Question {
        let mut question = Question { parts: Vec::new(), is_sentence: false };
        if words.iter().any(|word| word.quoted) {
            return question;
        }
        for typed in words.iter().map(|word| &word.forms[0].text) {
            let own = parts(typed);
            question.is_sentence |= is_sentence(typed, &own);
            for part in own {
                if !question.parts.iter().any(|known| known.text == part.text) {
                    question.parts.push(part);
                }
            }
        }
        question
    }

    fn look_up(&self, scorer: &Scorer<'_>, facts: &Facts) -> Result<Asked> {
        let mut asked = Asked { words: Vec::new(), is_cut: false };
        let alone = self.parts.len() == 1;
        for part in &self.parts {
            let forms = inflected(forms(&part.text, &facts.synonyms), &part.inflected);
            let matches = scorer.matches(&forms, alone)?;
            if !matches.sections.is_empty() {
                asked.words.push(Weighed { matches, weight: part.weight });
                continue;
            }
            asked.is_cut = true;
            for pair in part.pairs() {
                let matches = scorer.matches(&[Form::exact(pair.text)], false)?;
                if !matches.sections.is_empty() {
                    asked.words.push(Weighed { matches, weight: pair.weight });
                }
            }
        }
        Ok(asked)
    }
}

impl Answer {
    fn new<'a>(pages: Vec<RankedPage>, words: impl Iterator<Item = &'a Matches>) -> Answer {
        let mut answer = Answer::default();
        for form in words.flat_map(|word| &word.forms) {
            answer.found.push(form.text.clone());
            if form.nearness == Nearness::Synonym && !answer.synonyms.contains(&form.label) {
                answer.synonyms.push(form.label.clone());
            }
        }
        for RankedPage { page, tier, score, sections, .. } in pages {
            answer.hits.extend(sections.into_iter().map(|section| Hit { section, page, tier, score }));
        }
        answer
    }
}
