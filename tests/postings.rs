//! Lists of places that are made of those of terms, for the browser: of grams, of ends of words, of names.

use std::collections::{BTreeMap, BTreeSet};

use crate::search::handbook;
use crate::support::Random;
use tebiki::book::Book;
use tebiki::memo::{self, Memo};
use tebiki::search::Section;
use tebiki::search::analyse::BODY;
use tebiki::search::ends::ends;
use tebiki::search::find::find;
use tebiki::search::grams::{self, Grams};
use tebiki::search::index::is_word;
use tebiki::search::joined::{Joined, Lines, Part, STEP};
use tebiki::search::lists::Lists;
use tebiki::search::names::names;
use tebiki::search::postings;
use tebiki::search::query::{Form, Nearness};
use tebiki::search::ranges;

/// Texts of few different characters, in which most pairs are long.
fn texts() -> Vec<String> {
    let mut random = Random(11);
    (0..120).map(|_| (0..30).map(|_| *random.pick(&['情', '報', 'セ', 'の'])).collect()).collect()
}

/// A list for each piece of some texts that has a length.
fn pieces(texts: &[String], length: usize) -> BTreeMap<String, String> {
    let mut places: BTreeMap<String, BTreeMap<u32, Vec<u32>>> = BTreeMap::new();
    for (section, text) in texts.iter().enumerate() {
        let chars: Vec<char> = text.chars().collect();
        for (at, piece) in chars.windows(length).enumerate() {
            places.entry(piece.iter().collect()).or_default().entry(section as u32).or_default().push(BODY + at as u32);
        }
    }
    let written = |places: BTreeMap<u32, Vec<u32>>| {
        let (mut out, mut last) = (String::new(), 0);
        for (section, positions) in places {
            postings::write_number(&mut out, postings::head(section - last, &positions));
            postings::write_positions(&mut out, &positions);
            last = section;
        }
        out
    };
    places.into_iter().map(|(piece, places)| (piece, written(places))).collect()
}

/// The grams of texts, each that of a page, in ranges of a few pages.
fn grams_of(texts: &[String], memos: &mut grams::Memos) -> Grams {
    const PAGES: usize = 30;
    let page = |text: &String| vec![Section { text: text.clone(), ..Section::default() }];
    let range = |(at, texts): (usize, &[String])| Part {
        first: (at * PAGES) as u32,
        key: memo::key(texts.iter().map(|text| text.as_bytes())),
        lists: Lists::new(&texts.iter().map(page).collect::<Vec<_>>()).unwrap().into(),
    };
    let terms = Joined(texts.chunks(PAGES).enumerate().map(range).collect());
    grams::grams(&terms, &terms.lines(STEP), LIMIT, memos)
}

/// Places that make a list of these texts long: those of all threes of them and of some fours have more.
const LIMIT: usize = 12;

#[test]
fn grams_stand_where_their_characters_do() {
    let texts = texts();
    let found = grams_of(&texts, &mut grams::Memos::default());
    let lists: BTreeMap<&str, &str> = found.lists.iter().flat_map(Lines::iter).collect();
    let is_long = |list: &str| postings::places(list).count() > LIMIT;
    let mut all: BTreeMap<String, String> = pieces(&texts, 2);
    for length in 3..=6 {
        let pieces = pieces(&texts, length);
        for (gram, list) in &pieces {
            let chars: Vec<char> = gram.chars().collect();
            let parts = [&chars[1..], &chars[..length - 1]].map(|part| part.iter().collect::<String>());
            let is_wanted =
                !gram.contains('の') && parts.iter().any(|part| all.get(part).is_some_and(|list| is_long(list)));
            assert_eq!(lists.get(gram.as_str()), is_wanted.then_some(&list.as_str()), "{gram}");
        }
        all.extend(pieces);
    }
    let long: BTreeSet<&str> = all
        .iter()
        .filter(|(gram, list)| gram.chars().count() < 6 && !gram.contains('の') && is_long(list))
        .map(|(gram, _)| gram.as_str())
        .collect();
    assert!(long.iter().any(|gram| gram.chars().count() > 2));
    assert_eq!(found.long.iter().flat_map(Lines::iter).map(|(gram, _)| gram).collect::<BTreeSet<_>>(), long);
}

#[test]
fn an_edit_makes_the_grams_of_one_range_again() {
    let (mut texts, mut memos) = (texts(), grams::Memos::default());
    grams_of(&texts, &mut memos);
    assert!(memos[0].computed > 1);
    texts[7].push_str("の情報");
    let lists = |grams: &Grams| -> Vec<String> {
        let lines = grams.long.iter().chain(&grams.lists).flat_map(Lines::iter);
        lines.map(|(gram, list)| format!("{gram} {list}")).collect()
    };
    let again = grams_of(&texts, &mut memos);
    assert_eq!(lists(&again), lists(&grams_of(&texts, &mut grams::Memos::default())));
    // Of the longest, none is long.
    for memo in &memos[..3] {
        assert_eq!((memo.computed, memo.reused > 0), (1, true));
    }
}

/// The lists of a book.
fn terms(book: &Book) -> Joined {
    ranges::build(book, &mut Memo::default()).unwrap().lists()
}

#[test]
fn ends_stand_where_words_go_on() {
    const LONGEST: usize = 16;
    let (book, _) = handbook();
    let terms = terms(&book);
    let lines = terms.lines(STEP);
    let lines: Vec<(&str, &str)> = lines.iter().flat_map(Lines::iter).collect();
    let mut expected: BTreeMap<String, BTreeSet<(u32, u32)>> = BTreeMap::new();
    for (word, list) in lines.iter().filter(|(term, _)| is_word(term)) {
        let chars: Vec<char> = word.chars().collect();
        for start in 1..chars.len() {
            let end = format!("-{}", chars[start..].iter().take(LONGEST).collect::<String>());
            let places = postings::places(list).map(|place| (place.section(), place.position() + start as u32));
            expected.entry(end).or_default().extend(places);
        }
    }
    assert!(expected.keys().any(|end| end.len() > LONGEST));
    let places = |list: &str| postings::places(list).map(|place| (place.section(), place.position())).collect();
    let found = ends(&terms, &mut Memo::default());
    let found: BTreeMap<String, BTreeSet<(u32, u32)>> =
        found.iter().flat_map(Lines::iter).map(|(end, list)| (end.to_owned(), places(list))).collect();
    assert_eq!(found, expected);
}

/// What the browser reads of a name is what `tebiki search` finds of it.
#[test]
fn names_stand_where_they_are_found() {
    let (book, searchable) = handbook();
    let lines = terms(&book).lines(STEP);
    let lines: Vec<(&str, &str)> = lines.iter().flat_map(Lines::iter).collect();
    let names = names(&searchable.facts.synonyms, &lines);
    assert!(names.len() > 100, "{}", names.len());
    for (name, list) in names {
        let form = Form { nearness: Nearness::Synonym, ..Form::exact(name[1..].to_owned()) };
        let found = find(&searchable.index, &form).unwrap();
        let expected = found.iter().flat_map(|found| found.positions.iter().map(|at| (found.section, *at)));
        let places = postings::places(&list).map(|place| (place.section(), place.position()));
        assert!(places.eq(expected), "{name}");
    }
}
