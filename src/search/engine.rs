//! Answers a query from postings: which sections, in which order.
//!
//! `themes/handbook/scripts/search.js` has the same functions under the same names and must give
//! the same numbers, so everything is counted in whole numbers and ties are broken by the order of
//! the book. A form is found exactly, by the positions of its terms; the text is not looked at.

use std::collections::BTreeMap;

use anyhow::Result;

use super::analyse::{BODY, HEADING, KEYWORDS};
use super::index::SearchIndex;
use super::normalise::{Class, class};
use super::postings::Posting;
use super::query::{Form, Nearness, Query, Synonyms, Word, forms};
use super::tables::FUNCTION_WORDS;

/// What ranking knows of the book beside the postings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Pages in reading order.
    pub pages: Vec<PageFacts>,
    /// Length of each section in units of [`LENGTH_UNIT`] characters.
    pub lengths: Vec<u32>,
    /// Names of terms.
    pub synonyms: Synonyms,
}

/// What ranking knows of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// Its first section.
    pub first: u32,
    /// Characters of its normalised title.
    pub title_length: u32,
    /// Its kind.
    pub kind: String,
    /// Weight of its kind, in percent.
    pub rank: u64,
    /// Its tags.
    pub tags: Vec<String>,
}

/// Characters in a unit of a section's length.
pub const LENGTH_UNIT: usize = 16;

/// How much of the query a section has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// All words.
    Section,
    /// Some, and its page has the others.
    Page,
    /// Some; no page has all.
    Partial,
}

/// A section that answers a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index of the section.
    pub section: u32,
    /// Index of its page.
    pub page: usize,
    /// How much of the query it has.
    pub tier: Tier,
    /// Higher is better, within a tier.
    pub score: u64,
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Sections, the best first.
    pub hits: Vec<Hit>,
    /// Normal forms that were found, for highlighting.
    pub found: Vec<String>,
    /// Names of terms that were searched instead of what was typed.
    pub synonyms: Vec<String>,
}

/// Where a word stands in a section, and how well.
#[derive(Debug, Clone)]
struct Match {
    positions: Vec<u32>,
    length: u32,
    score: u64,
}

type Matches = BTreeMap<u32, Match>;

/// Most sections of a partial answer.
const PARTIAL: usize = 30;

/// Answers a query.
///
/// # Errors
/// When the index cannot be read.
pub fn answer(index: &SearchIndex, facts: &Facts, query: &Query) -> Result<Answer> {
    let mut answer = Answer::default();
    let mut words = Vec::new();
    let mut excluded = Matches::new();
    for word in &query.words {
        if word.excluded {
            excluded.extend(matches(index, facts, word, &mut Answer::default())?);
        } else {
            words.push(matches(index, facts, word, &mut answer)?);
        }
    }
    let allowed = |section: &u32| !excluded.contains_key(section) && facts.passes(*section, query);
    words.iter_mut().for_each(|matches| matches.retain(|section, _| allowed(section)));
    answer.hits = complete(facts, &words);
    if answer.hits.is_empty() && !words.is_empty() {
        answer = partial(index, facts, query, allowed)?;
    }
    Ok(answer)
}

impl Facts {
    /// Returns the page of a section.
    pub fn page_of(&self, section: u32) -> usize {
        self.pages.partition_point(|page| page.first <= section) - 1
    }

    fn passes(&self, section: u32, query: &Query) -> bool {
        let page = &self.pages[self.page_of(section)];
        (query.kinds.is_empty() || query.kinds.contains(&page.kind))
            && query.tags.iter().all(|tag| page.tags.contains(tag))
    }

    fn average_length(&self) -> u64 {
        let total: u64 = self.lengths.iter().map(|length| u64::from(*length)).sum();
        (total / (self.lengths.len() as u64).max(1)).max(1)
    }
}

/// Sections that have all words, then sections of pages that have all words.
fn complete(facts: &Facts, words: &[Matches]) -> Vec<Hit> {
    let Some((first, others)) = words.split_first() else { return Vec::new() };
    let mut hits: Vec<Hit> = Vec::new();
    for section in first.keys().filter(|section| others.iter().all(|word| word.contains_key(section))) {
        let found: Vec<&Match> = words.iter().filter_map(|word| word.get(section)).collect();
        let score: u64 = found.iter().map(|word| word.score).sum();
        hits.push(facts.hit(*section, Tier::Section, score + score * nearness_bonus(&found) / 100));
    }
    if !others.is_empty() {
        hits.extend(across_sections(facts, words, &hits));
    }
    hits.sort_by(|a, b| (a.tier, b.score, a.section).cmp(&(b.tier, a.score, b.section)));
    hits
}

impl Facts {
    fn hit(&self, section: u32, tier: Tier, score: u64) -> Hit {
        Hit { section, page: self.page_of(section), tier, score }
    }
}

/// Sections with some of the words, of pages that have all of them but in no one section.
fn across_sections(facts: &Facts, words: &[Matches], whole: &[Hit]) -> Vec<Hit> {
    let pages =
        |word: &Matches| word.keys().map(|section| facts.page_of(*section)).collect::<std::collections::BTreeSet<_>>();
    let mut shared = pages(&words[0]);
    for word in &words[1..] {
        let others = pages(word);
        shared.retain(|page| others.contains(page));
    }
    for hit in whole {
        shared.remove(&hit.page);
    }
    let mut scores: BTreeMap<u32, u64> = BTreeMap::new();
    for word in words {
        for (section, found) in word.iter().filter(|(section, _)| shared.contains(&facts.page_of(**section))) {
            *scores.entry(*section).or_default() += found.score;
        }
    }
    scores.into_iter().map(|(section, score)| facts.hit(section, Tier::Page, score)).collect()
}

/// Percent that is added when the words stand near one another in the order of the query.
fn nearness_bonus(found: &[&Match]) -> u64 {
    let gaps = found.windows(2).map(|pair| gap(pair[0], pair[1])).max();
    match gaps {
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

/// Finds a word in its forms. A section takes the nearest form that it has.
fn matches(index: &SearchIndex, facts: &Facts, word: &Word, answer: &mut Answer) -> Result<Matches> {
    let mut all: Vec<(&Form, Vec<Posting>)> = Vec::new();
    for form in &word.forms {
        let postings = find(index, &form.text)?;
        if !postings.is_empty() {
            answer.found.push(form.text.clone());
            if form.nearness == Nearness::Synonym {
                answer.synonyms.push(form.label.clone());
            }
            all.push((form, postings));
        }
    }
    let mut nearest: BTreeMap<u32, (&Form, Vec<u32>)> = BTreeMap::new();
    for (form, postings) in all {
        for posting in postings {
            nearest.entry(posting.section).or_insert((form, posting.positions));
        }
    }
    let rarity = rarity(facts.lengths.len() as u64, nearest.len() as u64);
    let average = facts.average_length();
    let scored = nearest.into_iter().map(|(section, (form, positions))| {
        let score = score(facts, section, form, &positions, rarity, average);
        (section, Match { length: form.text.chars().count() as u32, positions, score })
    });
    Ok(scored.collect())
}

/// Score of a word in a section: how often it stands in the text, as BM25 weighs it (k1 1.2, b
/// 0.8), and whether in the title, heading or keywords; times its rarity and nearness, and the weight of
/// the page's kind.
fn score(facts: &Facts, section: u32, form: &Form, positions: &[u32], rarity: u64, average: u64) -> u64 {
    let count = positions.iter().filter(|position| **position >= BODY).count() as u64;
    let norm = 24 + 96 * u64::from(facts.lengths[section as usize]) / average;
    let body = if count > 0 { 2200 * 100 * count / (100 * count + norm) } else { 0 };
    let has = |from: u32, to: u32| positions.iter().any(|position| (from..to).contains(position));
    let mut field = 0;
    if has(0, HEADING) {
        field += 3000;
        let title = facts.pages[facts.page_of(section)].title_length;
        if positions[0] == 0 && title == form.text.chars().count() as u32 {
            field += 4000;
        }
    }
    if has(HEADING, KEYWORDS) {
        field += 1500;
    }
    if has(KEYWORDS, BODY) {
        field += 1200;
    }
    let nearness = match form.nearness {
        Nearness::Exact => 100,
        Nearness::Spelling => 80,
        Nearness::Synonym => 50,
    };
    let rank = facts.pages[facts.page_of(section)].rank;
    (body + field) * nearness * rarity / 100 * rank / 100
}

/// Rarity of a word that stands in so many of all sections: 16, and 16 more for each halving,
/// between the powers of two in a straight line.
fn rarity(sections: u64, having: u64) -> u64 {
    let ratio = (sections * 16 / having.max(1)).max(16);
    let bits = u64::from(63 - ratio.leading_zeros());
    16 + bits * 16 + ((ratio << 4) >> bits) - 16 - 64
}

/// Finds a normal form in all sections, exactly.
fn find(index: &SearchIndex, form: &str) -> Result<Vec<Posting>> {
    let mut found: Option<Vec<Posting>> = None;
    for (offset, atom) in atoms(form) {
        let postings = shifted(atom_postings(index, &atom)?, offset);
        let both = match found {
            Some(before) => intersect(&before, &postings),
            None => postings,
        };
        if both.is_empty() {
            return Ok(both);
        }
        found = Some(both);
    }
    Ok(found.unwrap_or_default())
}

/// A condition on the characters at some place of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Atom {
    /// A term of the index.
    Term(String),
    /// A word that has this at its start, its end, or anywhere; the edges of a form may stand
    /// inside a longer word.
    Part { text: String, start: bool, end: bool },
    /// A single kana or kanji.
    Single(char),
}

/// Cuts a form into conditions that together hold exactly where it stands.
fn atoms(form: &str) -> Vec<(u32, Atom)> {
    let chars: Vec<char> = form.chars().collect();
    let is_cjk = |at: usize| chars.get(at).is_some_and(|c| class(*c) == Class::Cjk);
    if chars.len() == 1 && is_cjk(0) {
        return vec![(0, Atom::Single(chars[0]))];
    }
    let mut atoms = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if matches!(class(chars[at]), Class::Letter | Class::Digit) {
            let end = (at..chars.len())
                .find(|at| !matches!(class(chars[*at]), Class::Letter | Class::Digit))
                .unwrap_or(chars.len());
            let text: String = chars[at..end].iter().collect();
            let (start, stop) = (at > 0, end < chars.len());
            atoms.push((
                at as u32,
                if start && stop { Atom::Term(text) } else { Atom::Part { text, start, end: stop } },
            ));
            at = end;
        } else if is_cjk(at) {
            // Pairs side by side; the last one may overlap the one before it.
            let from = if at + 1 < chars.len() { at } else { at - 1 };
            atoms.push((from as u32, Atom::Term(chars[from..from + 2].iter().collect())));
            at += if at + 1 < chars.len() && is_cjk(at + 1) { 2 } else { 1 };
        } else {
            at += 1;
        }
    }
    atoms
}

fn atom_postings(index: &SearchIndex, atom: &Atom) -> Result<Vec<Posting>> {
    match atom {
        Atom::Term(term) => index.postings(term),
        Atom::Single(c) => {
            let lists =
                index.terms(&c.to_string())?.iter().map(|term| index.postings(term)).collect::<Result<Vec<_>>>()?;
            Ok(union(lists))
        }
        Atom::Part { text, start, end } => {
            let mut lists = Vec::new();
            for word in index.words()? {
                for offset in offsets(word, text, *start, *end) {
                    lists.push(index.postings(word)?.into_iter().map(|posting| posting.moved(offset as i64)).collect());
                }
            }
            Ok(union(lists))
        }
    }
}

/// Where a part stands in a word, in characters; only at its start or end where that is asked.
fn offsets(word: &str, part: &str, start: bool, end: bool) -> Vec<usize> {
    let last = || word.chars().count() - part.chars().count();
    match (start, end) {
        (true, true) => return if word == part { vec![0] } else { Vec::new() },
        (true, false) => return if word.starts_with(part) { vec![0] } else { Vec::new() },
        (false, true) => return if word.ends_with(part) { vec![last()] } else { Vec::new() },
        (false, false) => {}
    }
    let starts = word.char_indices().enumerate().filter(|(_, (at, _))| word[*at..].starts_with(part));
    starts.map(|(index, _)| index).collect()
}

impl Posting {
    fn moved(mut self, by: i64) -> Posting {
        self.positions.iter_mut().for_each(|position| *position = (i64::from(*position) + by) as u32);
        self
    }
}

/// Moves positions back by the offset of their term in the form.
fn shifted(postings: Vec<Posting>, offset: u32) -> Vec<Posting> {
    let move_back = |mut posting: Posting| {
        posting.positions.retain(|position| *position >= offset);
        (!posting.positions.is_empty()).then(|| posting.moved(-i64::from(offset)))
    };
    postings.into_iter().filter_map(move_back).collect()
}

/// Positions that are in both lists.
fn intersect(a: &[Posting], b: &[Posting]) -> Vec<Posting> {
    let mut out = Vec::new();
    let mut others = b.iter().peekable();
    for posting in a {
        while others.next_if(|other| other.section < posting.section).is_some() {}
        let Some(other) = others.peek().filter(|other| other.section == posting.section) else { continue };
        let positions: Vec<u32> = posting
            .positions
            .iter()
            .copied()
            .filter(|position| other.positions.binary_search(position).is_ok())
            .collect();
        if !positions.is_empty() {
            out.push(Posting { section: posting.section, positions });
        }
    }
    out
}

/// Positions that are in any list.
fn union(lists: Vec<Vec<Posting>>) -> Vec<Posting> {
    let mut all: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for posting in lists.into_iter().flatten() {
        all.entry(posting.section).or_default().extend(posting.positions);
    }
    let sorted = all.into_iter().map(|(section, mut positions)| {
        positions.sort_unstable();
        positions.dedup();
        Posting { section, positions }
    });
    sorted.collect()
}

/// The best sections when no page has all words: ordered by how much of the query they cover.
fn partial(index: &SearchIndex, facts: &Facts, query: &Query, allowed: impl Fn(&u32) -> bool) -> Result<Answer> {
    let mut answer = Answer::default();
    let mut covered: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    let mut seen = Vec::new();
    for word in query.words.iter().filter(|word| !word.excluded) {
        for chunk in chunks(&word.forms[0].text) {
            if seen.contains(&chunk) {
                continue;
            }
            seen.push(chunk.clone());
            weigh(index, facts, &chunk, &mut covered, &mut answer)?;
        }
    }
    let best = covered.iter().filter(|(section, _)| allowed(section)).map(|(_, (cover, _))| *cover).max().unwrap_or(0);
    let near = covered.into_iter().filter(|(section, (cover, _))| allowed(section) && *cover * 2 >= best);
    let mut hits: Vec<(u64, Hit)> =
        near.map(|(section, (cover, score))| (cover, facts.hit(section, Tier::Partial, score))).collect();
    hits.sort_by(|a, b| (b.0, b.1.score, a.1.section).cmp(&(a.0, a.1.score, b.1.section)));
    hits.truncate(PARTIAL);
    answer.hits = hits.into_iter().map(|(_, hit)| hit).collect();
    Ok(answer)
}

/// Adds what a chunk covers. A chunk that stands nowhere is cut into its pairs.
fn weigh(
    index: &SearchIndex,
    facts: &Facts,
    chunk: &str,
    covered: &mut BTreeMap<u32, (u64, u64)>,
    answer: &mut Answer,
) -> Result<()> {
    let word = |text: &str| Word { typed: text.to_owned(), forms: forms(text, &facts.synonyms), excluded: false };
    let found = matches(index, facts, &word(chunk), answer)?;
    let chars: Vec<char> = chunk.chars().collect();
    if found.is_empty() && chars.len() >= 3 && chars.iter().all(|c| class(*c) == Class::Cjk) {
        for pair in chars.windows(2) {
            let pair: String = pair.iter().collect();
            let found = matches(index, facts, &word(&pair), answer)?;
            cover(facts, &pair, &found, covered);
        }
        return Ok(());
    }
    cover(facts, chunk, &found, covered);
    Ok(())
}

/// Counts a chunk for the sections that have it: by its rarity and length; hiragana, which are
/// mostly endings, count a quarter.
fn cover(facts: &Facts, chunk: &str, found: &Matches, covered: &mut BTreeMap<u32, (u64, u64)>) {
    let length = chunk.chars().count().min(4) as u64;
    let share = if chunk.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ー')) { 1 } else { 4 };
    let weight = rarity(facts.lengths.len() as u64, found.len() as u64) * length * share;
    for (section, found) in found {
        let (cover, score) = covered.entry(*section).or_default();
        *cover += weight;
        *score += found.score;
    }
}

/// Script of a character of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Katakana,
    Hiragana,
    Word,
    Space,
}

fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゖ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        c => match class(c) {
            Class::Cjk => Script::Kanji,
            Class::Letter | Class::Digit => Script::Word,
            Class::Other => Script::Space,
        },
    }
}

/// Cuts a question into what carries its meaning: runs of one script, function words dropped. A
/// single kanji takes the first kana of its ending with it (開いた gives 開い).
pub fn chunks(text: &str) -> Vec<String> {
    let mut runs: Vec<(Script, String)> = Vec::new();
    for c in text.chars() {
        match runs.last_mut() {
            Some((script_of_run, run)) if *script_of_run == script(c) => run.push(c),
            _ => runs.push((script(c), c.to_string())),
        }
    }
    let mut out = Vec::new();
    for (at, (sort, run)) in runs.iter().enumerate() {
        match sort {
            Script::Space => {}
            Script::Hiragana => out.extend(meaning(run)),
            Script::Kanji if run.chars().count() == 1 => {
                let ending = runs
                    .get(at + 1)
                    .filter(|(next, _)| *next == Script::Hiragana)
                    .and_then(|(_, next)| next.chars().next());
                out.push(ending.map_or(run.clone(), |ending| format!("{run}{ending}")));
            }
            _ => out.push(run.clone()),
        }
    }
    out
}

/// What is left of a run of hiragana without function words at its start and end.
fn meaning(run: &str) -> Option<String> {
    let mut rest = run;
    while let Some(next) = FUNCTION_WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next;
    }
    while let Some(next) = FUNCTION_WORDS.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = next;
    }
    (rest.chars().count() >= 2).then(|| rest.to_owned())
}
