//! Results kept by the hash of what they were made from.
//!
//! Rebuilding runs the whole pipeline again; only its costly leaves, such as parsing a file and
//! rendering a page, are asked for here first. A key is a hash of *everything* that the result
//! depends on, so a hit is right by construction and nothing is ever invalidated.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::bytes::Bytes;
use crate::store::{Entry, Kept, Store};
use crate::timings::Counts;

/// A hash of everything that a result depends on.
pub type Key = [u8; 32];

/// Returns the hash of some parts, each with its length, so that no two lists of parts are alike.
pub fn key<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    *hasher.finalize().as_bytes()
}

/// Returns the hash of a value whose type derives [`Hash`]: of all its fields, so none can be
/// forgotten when one is added. It is the same for equal values of one build of the program, and
/// must not be published.
pub fn key_of(value: &impl Hash) -> Key {
    let mut written = Written(Vec::with_capacity(1024));
    value.hash(&mut written);
    *blake3::hash(&written.0).as_bytes()
}

/// Everything that a value hashes, one after another.
struct Written(Vec<u8>);

impl Hasher for Written {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Nobody asks for a number: the bytes are the result.
    fn finish(&self) -> u64 {
        0
    }
}

/// A value with its hash: what holds it is hashed without looking into it again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Hashed<T> {
    value: T,
    key: Key,
}

impl<T: Hash> Hashed<T> {
    /// Hashes a value.
    pub fn new(value: T) -> Hashed<T> {
        Hashed { key: key_of(&value), value }
    }
}

impl<T> Deref for Hashed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.key);
    }
}

/// How results of a sort are kept on disk: none where one is not to be kept, or cannot be read.
#[derive(Debug, Clone, Copy)]
pub struct Form<V> {
    /// Makes bytes of a result.
    pub write: fn(&V) -> Option<Entry>,
    /// Makes a result of its head and of its body, which need not be read.
    pub read: fn(&[u8], Kept) -> Option<V>,
}

impl<V: Serialize + DeserializeOwned> Form<V> {
    /// The form of results that are small, or needed whenever they are asked for.
    pub const SMALL: Form<V> = Form {
        write: |value| Some(Entry::head(bincode::serialize(value).ok()?)),
        read: |head, _| bincode::deserialize(head).ok(),
    };
}

impl<E> Form<Result<Bytes, E>> {
    /// The form of files. What is wrong with one is not kept.
    pub const FILE: Form<Result<Bytes, E>> =
        Form { write: |file| file.as_ref().ok()?.entry(), read: |head, body| Some(Ok(Bytes::kept(head, body)?)) };
}

/// A table of results from the last build, and where there is one from the store of earlier runs.
#[derive(Debug)]
pub struct Memo<V> {
    kept: HashMap<Key, Held<V>, BuildHasherDefault<End>>,
    store: Option<(Store, Form<V>)>,
    /// How many results of the last call were taken from the table or from disk.
    pub reused: usize,
    /// How many of those were read from disk.
    pub loaded: usize,
    /// How many results of the last call were computed.
    pub computed: usize,
}

impl<V> Default for Memo<V> {
    fn default() -> Memo<V> {
        Memo { kept: HashMap::default(), store: None, reused: 0, loaded: 0, computed: 0 }
    }
}

/// A result in the table.
#[derive(Debug)]
struct Held<V> {
    value: Arc<V>,
    /// Whether the running call asked for it.
    is_used: AtomicBool,
}

/// The hash of a key for the table: its end, as it is a hash already.
#[derive(Debug, Default)]
struct End(u64);

impl Hasher for End {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.last_chunk().map_or(0, |end| u64::from_ne_bytes(*end));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Where a result was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Table,
    Disk,
    Computed,
}

impl<V: Send + Sync> Memo<V> {
    /// A memo that starts with the results of earlier runs.
    pub fn stored(store: Store, form: Form<V>) -> Memo<V> {
        Memo { store: Some((store, form)), ..Memo::default() }
    }

    /// Returns a result for every input, in order: from the table or the disk where the key is
    /// known, else computed. All inputs are worked on in parallel; `prepare` makes the key of an
    /// input and what the computation needs. Afterwards the table holds just these results, so
    /// memory stays at one build.
    pub fn all<'i, I: Sync, P>(
        &mut self,
        inputs: &'i [I],
        prepare: impl Fn(&'i I) -> (Key, P) + Sync,
        compute: impl Fn(P) -> V + Sync,
    ) -> Vec<Arc<V>> {
        let result = |input: &'i I| {
            let (key, prepared) = prepare(input);
            let known = || Some((self.known(&key)?, Origin::Table));
            let stored = || Some((Arc::new(self.read(&key)?), Origin::Disk));
            let (value, origin) =
                known().or_else(stored).unwrap_or_else(|| (Arc::new(compute(prepared)), Origin::Computed));
            (key, value, origin)
        };
        let results: Vec<(Key, Arc<V>, Origin)> = inputs.par_iter().map(result).collect();
        // The table is changed and not made anew: after an edit almost all of it stays.
        self.kept.retain(|_, kept| std::mem::take(kept.is_used.get_mut()));
        (self.loaded, self.computed) = (0, 0);
        for (key, value, origin) in results.iter().filter(|(_, _, origin)| *origin != Origin::Table) {
            *if *origin == Origin::Disk { &mut self.loaded } else { &mut self.computed } += 1;
            self.kept.insert(*key, Held { value: value.clone(), is_used: AtomicBool::new(false) });
        }
        self.reused = results.len() - self.computed;
        results.into_iter().map(|(_, value, _)| value).collect()
    }

    /// Returns a result of the table, and marks it as used.
    fn known(&self, key: &Key) -> Option<Arc<V>> {
        let kept = self.kept.get(key)?;
        kept.is_used.store(true, Ordering::Relaxed);
        Some(kept.value.clone())
    }

    /// Returns one result, as [`Memo::all`] does.
    pub fn one(&mut self, key: Key, compute: impl Fn() -> V + Sync) -> Arc<V> {
        self.all(&[key], |key| (*key, ()), |()| compute()).remove(0)
    }

    /// What the last call made.
    pub fn counts(&self) -> Counts {
        Counts { made: self.reused + self.computed, reused: self.reused, loaded: self.loaded }
    }

    fn read(&self, key: &Key) -> Option<V> {
        let (store, form) = self.store.as_ref()?;
        let (head, body) = store.get(key)?;
        (form.read)(&head, body)
    }

    /// Keeps the results of the last call for later runs.
    pub fn save(&self) {
        let Some((store, form)) = self.store.as_ref().filter(|_| !self.kept.is_empty()) else { return };
        let mut used: Vec<(&Key, &Arc<V>)> = self.kept.iter().map(|(key, kept)| (key, &kept.value)).collect();
        used.sort_by_key(|(key, _)| **key);
        let unknown = used.iter().filter(|(key, _)| !store.has(key));
        let new: Vec<(Key, &V)> = unknown.map(|(key, value)| (**key, &***value)).collect();
        store.save(&used.iter().map(|(key, _)| **key).collect::<Vec<_>>(), &new, |value| (form.write)(value));
    }
}
