//! Names of the glossary with the places where they stand.
//!
//! A query looks for all other names of a term, which nobody typed and which are long at times: `computer security incident
//! response team`. By their terms they would load a file for each word; so each name has its list too.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::atoms::{Atom, atoms};
use super::postings::{Place, places, written};
use super::query::Synonyms;

/// Stands before a name.
const MARK: char = '=';

/// A list, and how far behind the start of the name its term stands.
type Shifted<'a> = (u32, &'a str);

/// The names of all terms, each with its list, in order. `lines` are terms with their lists, in order.
pub fn names(synonyms: &Synonyms, lines: &[(&str, &str)]) -> Vec<(String, String)> {
    let names: BTreeSet<&str> =
        synonyms.groups.iter().flat_map(|group| &group.names).map(|(normal, _)| normal.as_str()).collect();
    let list = |name: &str| written(&stands(name, lines));
    names.into_par_iter().map(|name| (format!("{MARK}{name}"), list(name))).collect()
}

/// Where a name stands. Its letters are whole words.
fn stands(name: &str, lines: &[(&str, &str)]) -> Vec<Place> {
    let list = |term: &str| lines.binary_search_by(|(other, _)| (*other).cmp(term)).map_or("", |at| lines[at].1);
    let shifted = |(offset, atom): (u32, Atom)| match atom.whole() {
        Atom::Term(text) => Some((offset, list(&text))),
        _ => None,
    };
    let mut lists: Vec<Shifted<'_>> = atoms(name).into_iter().filter_map(shifted).collect();
    lists.sort_by_key(|(_, list)| list.len());
    let mut lists = lists.into_iter();
    let first: Vec<Place> = lists.next().map_or_else(Vec::new, |list| starts(list).collect());
    lists.fold(first, |found, list| both(&found, starts(list)))
}

/// Where a name may start by the list of one of its terms.
fn starts<'a>((offset, list): Shifted<'a>) -> impl Iterator<Item = Place> + 'a {
    let start = move |place: Place| Some(Place::new(place.section(), place.position().checked_sub(offset)?));
    places(list).filter_map(start)
}

/// Places that are in both lists, which are in order.
fn both(found: &[Place], others: impl Iterator<Item = Place>) -> Vec<Place> {
    let mut rest = found;
    let is_found = |place: &Place| {
        rest = &rest[rest.iter().take_while(|other| *other < place).count()..];
        rest.first() == Some(place)
    };
    others.filter(is_found).collect()
}
