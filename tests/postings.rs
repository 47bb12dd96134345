//! Lists of places that are made of those of terms, for the browser: of grams, of ends of words, of names.

use std::collections::{BTreeMap, BTreeSet};

use crate::search::handbook;
use crate::support::Random;
use tebiki::book::Book;
use tebiki::memo::Memo;
use tebiki::pipeline::Searchable;
use tebiki::search::analyse::BODY;
use tebiki::search::ends::ends;
use tebiki::search::find::find;
use tebiki::search::grams::grams;
use tebiki::search::index::is_word;
use tebiki::search::lists::{self, Lines};
use tebiki::search::names::names;
use tebiki::search::postings;
use tebiki::search::query::{Form, Nearness};

/// Texts of few different characters, in which most pairs are long, and a list for each piece of a length.
fn texts_and_lists(length: usize) -> (Vec<String>, BTreeMap<String, String>) {
    let mut random = Random(11);
    let texts: Vec<String> =
        (0..40).map(|_| (0..30).map(|_| *random.pick(&['情', '報', 'セ', 'の'])).collect()).collect();
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
    (texts, places.into_iter().map(|(piece, places)| (piece, written(places))).collect())
}

#[test]
fn grams_stand_where_their_characters_do() {
    const LIMIT: usize = 12;
    let (_, pairs) = texts_and_lists(2);
    let lines: Vec<(&str, &str)> = pairs.iter().map(|(pair, list)| (pair.as_str(), list.as_str())).collect();
    let found = grams(&lines, LIMIT);
    let is_long = |list: &str| postings::places(list).count() > LIMIT;
    let mut all: BTreeMap<String, String> = pairs.clone();
    for length in 3..=6 {
        let lists = texts_and_lists(length).1;
        for (gram, list) in &lists {
            let chars: Vec<char> = gram.chars().collect();
            let parts = [&chars[1..], &chars[..length - 1]].map(|part| part.iter().collect::<String>());
            let is_wanted =
                !gram.contains('の') && parts.iter().any(|part| all.get(part).is_some_and(|list| is_long(list)));
            assert_eq!(found.lists.get(gram), is_wanted.then_some(list), "{gram}");
        }
        all.extend(lists);
    }
    let long: Vec<&String> = all
        .iter()
        .filter(|(gram, list)| gram.chars().count() < 6 && !gram.contains('の') && is_long(list))
        .map(|(gram, _)| gram)
        .collect();
    assert!(long.iter().any(|gram| gram.chars().count() > 2));
    assert_eq!(found.long.keys().collect::<Vec<_>>(), long);
}

/// The terms of a book with their lists.
fn lines(book: &Book, searchable: &Searchable) -> Lines {
    let name = |page: usize| book.pages[page].url.as_str();
    let lists = lists::build(&searchable.sections, name, &mut Memo::default()).unwrap();
    lists.lines(lists.spans(1)[0])
}

#[test]
fn ends_stand_where_words_go_on() {
    const LONGEST: usize = 16;
    let (book, searchable) = handbook();
    let lines = lines(&book, &searchable);
    let lines: Vec<(&str, &str)> = lines.iter().collect();
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
    let found: BTreeMap<String, BTreeSet<(u32, u32)>> =
        ends(&lines).iter().map(|(end, list)| (end.clone(), places(list))).collect();
    assert_eq!(found, expected);
}

/// What the browser reads of a name is what `tebiki search` finds of it.
#[test]
fn names_stand_where_they_are_found() {
    let (book, searchable) = handbook();
    let lines = lines(&book, &searchable);
    let lines: Vec<(&str, &str)> = lines.iter().collect();
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
