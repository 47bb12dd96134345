//! The nearest of many names to one that does not exist.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::iter::once;

use crate::diagnostic::nearest;

/// Names by the pairs of letters in them. Asking takes a time that does not grow with the number of names, so that a
/// book in which every link is dead is told so as fast as any other.
#[derive(Debug, Default)]
pub struct Near {
    names: Vec<String>,
    having: HashMap<[char; 2], Vec<u32>>,
}

/// A pair of letters that more names have tells too little of them to be worth its time.
const COMMON: usize = 1000;

/// How many names are compared letter by letter: those that share the most pairs.
const COMPARED: usize = 16;

impl Near {
    /// Takes names. At most 2³² − 1.
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Near {
        let mut near = Near::default();
        for (number, name) in (0..).zip(names) {
            near.names.push(name.to_owned());
            for pair in pairs(name) {
                let having = near.having.entry(pair).or_default();
                if having.len() <= COMMON && having.last() != Some(&number) {
                    having.push(number);
                }
            }
        }
        near
    }

    /// The name that is nearest to a misspelt one, or none when nothing is near.
    pub fn to(&self, wrong: &str) -> Option<&str> {
        let mut shared: HashMap<u32, usize> = HashMap::new();
        let having = pairs(wrong).filter_map(|pair| self.having.get(&pair));
        for number in having.filter(|having| having.len() <= COMMON).flatten() {
            *shared.entry(*number).or_default() += 1;
        }
        let mut found: Vec<(u32, usize)> = shared.into_iter().collect();
        found.sort_unstable_by_key(|(number, count)| (Reverse(*count), *number));
        nearest(wrong, found.iter().take(COMPARED).map(|(number, _)| self.names[*number as usize].as_str()))
    }
}

/// The pairs of letters of a name, its first letter with what is before it.
fn pairs(name: &str) -> impl Iterator<Item = [char; 2]> + '_ {
    once('\0').chain(name.chars()).zip(name.chars()).map(|(first, second)| [first, second])
}

#[cfg(test)]
mod tests {
    use super::{COMMON, Near};

    #[test]
    fn the_most_alike_of_those_that_share_letters_is_near() {
        let near = Near::of(["phishing", "fishing", "phone", "ランサムウェア"].into_iter());
        assert_eq!(near.to("phisihng"), Some("phishing"));
        assert_eq!(near.to("ランサムウエア"), Some("ランサムウェア"));
        assert_eq!(near.to("backup"), None);
    }

    #[test]
    fn letters_that_all_names_share_tell_nothing() {
        let names: Vec<String> = (0..=COMMON).map(|number| format!("page-{number}")).collect();
        let near = Near::of(names.iter().map(String::as_str));
        assert_eq!(near.to("page-7777"), Some("page-777"));
        assert_eq!(near.to("page"), None);
    }
}
