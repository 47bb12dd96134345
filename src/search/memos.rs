//! Results that the next search index may use again.

use super::lists::Lists;
use super::{grams, ranges};
use crate::memo::{Form, Memo};
use crate::store::Store;

/// Tables of what is made of ranges of pages.
#[derive(Default)]
pub struct Memos {
    /// Their lists.
    pub ranges: Memo<ranges::Made>,
    /// Ends of words among these.
    pub ends: Memo<Lists>,
    /// Grams of these.
    pub grams: grams::Memos,
}

impl Memos {
    /// Starts with the results of earlier runs. `open` opens the store of a sort.
    pub fn stored(open: impl Fn(&'static str) -> Store) -> Memos {
        Memos {
            ranges: Memo::stored(open("ranges"), ranges::FORM),
            ends: Memo::stored(open("ends"), Form::SMALL),
            grams: ["pairs", "threes", "fours", "fives"].map(|sort| Memo::stored(open(sort), grams::FORM)),
        }
    }

    /// Keeps the results for later runs.
    pub fn save(&self) {
        self.ranges.save();
        self.ends.save();
        self.grams.iter().for_each(Memo::save);
    }
}
