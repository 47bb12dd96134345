//! The site that is served, and its successors.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::whole;
use crate::site::{Bytes, Site};

/// One built state of the book.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// Counts from 1 as long as the server runs.
    pub number: u64,
    /// The pages and all other files but the search's.
    pub pages: Arc<Site>,
    /// The files of the search; they follow the pages.
    pub search: Arc<Site>,
    /// Output path of the style sheet.
    pub style: String,
    /// Hash of everything but the styles: when it stays, pages need not be loaded again.
    pub substance: String,
    /// Path where the book will be published: the page for what is not found names its files by it.
    pub root: String,
    /// Origin of the search engine that pages may ask.
    pub engine: Option<String>,
    /// Problems of the content as the terminal shows them; empty when there are none.
    pub problems: String,
}

impl Edition {
    /// Returns a file by its output path.
    pub fn get(&self, path: &str) -> Option<&Bytes> {
        self.pages.get(path).or_else(|| self.search.get(path))
    }
}

/// The current edition, and a way to wait for the next.
#[derive(Debug, Default)]
pub struct Editions {
    current: Mutex<Edition>,
    changed: Condvar,
}

impl Editions {
    /// Returns the current edition.
    pub fn current(&self) -> Edition {
        whole(self.current.lock()).clone()
    }

    /// Changes the edition and wakes those who wait. Returns what the change returns: a site that it replaced is
    /// best dropped when nobody waits any more.
    pub fn publish<T>(&self, change: impl FnOnce(&mut Edition) -> T) -> T {
        let mut current = whole(self.current.lock());
        let replaced = change(&mut current);
        current.number += 1;
        self.changed.notify_all();
        replaced
    }

    /// Waits until the edition is another than the known one, or for half a minute.
    pub fn after(&self, known: u64) -> Edition {
        let (current, half_a_minute) = (whole(self.current.lock()), Duration::from_secs(30));
        let waited = self.changed.wait_timeout_while(current, half_a_minute, |edition| edition.number == known);
        whole(waited).0.clone()
    }

    /// Waits until there were so many editions.
    pub fn wait_for(&self, number: u64) {
        drop(whole(self.changed.wait_while(whole(self.current.lock()), |edition| edition.number < number)));
    }
}
