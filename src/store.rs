//! Results of earlier runs of the program, on disk.
//!
//! A store is a folder of *packs*. A pack holds entries, which are results in bytes; then a table that says by
//! their keys where they are; then the hash of the table and its length. Packs are written once, beside their
//! place, and renamed; they are never changed. An entry has a *head*, which a run reads when it asks for the result,
//! and a *body*, which it reads when somebody needs that: after an edit most pages are neither written nor looked
//! into. A run reads the tables of the packs of its sort, then heads and bodies, and writes what it computed as
//! one more, a little at a time. When they hold much more than the run used, it writes what it used as one pack and
//! removes those that it had opened.
//!
//! Everything here may be deleted at any time. What cannot be read or is not whole is as if it were not there,
//! and what cannot be written is left out: the next run computes it again. Two runs at once do no harm: each
//! writes packs of its own, and what one removes the other has open.

mod pack;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

pub use self::pack::Kept;
use self::pack::{Pack, Place, Unfinished};
use crate::memo::Key;

/// Folder of what is kept beside `book.toml`.
pub const FOLDER: &str = ".tebiki";

/// Changes when the form of packs changes.
const FORM: &str = "3";

/// How much more than what is used the packs may hold, in bytes and as a multiple.
const SPARE: u64 = 1 << 20;

/// Results that are made bytes of at once: all would take as much memory again.
const AT_ONCE: usize = 8;

/// Most packs of one sort: each costs a file to read.
const PACKS: usize = 16;

/// Folder of the results of this very program in a book's folder of results.
pub fn folder(tebiki: &Path) -> PathBuf {
    tebiki.join("cache").join(program())
}

/// Makes the folder of results, which no version control should keep, and removes the results of
/// other versions of the program.
pub fn sweep(tebiki: &Path) {
    let cache = tebiki.join("cache");
    // What cannot be written or removed is in nobody's way.
    let _ = fs::create_dir_all(&cache).and_then(|()| fs::write(cache.join(".gitignore"), "*\n"));
    let entries = fs::read_dir(&cache).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| *entry.file_name() != *program()) {
        let _ = fs::remove_dir_all(entry.path());
    }
}

/// Removes all results. What cannot be removed is in nobody's way.
pub fn remove(tebiki: &Path) {
    let _ = fs::remove_dir_all(folder(tebiki));
}

/// Name of this version of the program: another build of it may compute other results.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let built = file.and_then(|file| Some((file.len(), file.modified().ok()?)));
    let name = format!("{FORM} {} {built:?}", env!("CARGO_PKG_VERSION"));
    blake3::hash(name.as_bytes()).to_hex()[..16].to_owned()
}

/// A result in bytes.
#[derive(Debug, Default)]
pub struct Entry {
    /// What is read when the result is asked for.
    pub head: Vec<u8>,
    /// What is read when somebody needs it.
    pub body: Vec<u8>,
}

impl Entry {
    /// A result that is small, or needed whenever it is asked for.
    pub fn head(head: Vec<u8>) -> Entry {
        Entry { head, ..Entry::default() }
    }

    /// A result that nobody needs without all of it.
    pub fn body(body: Vec<u8>) -> Entry {
        Entry { body, ..Entry::default() }
    }
}

/// The packs of one sort of results.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    sort: &'static str,
    packs: Vec<Arc<Pack>>,
    /// The pack of each entry, and where it is there.
    entries: HashMap<Key, (usize, Place)>,
}

impl Store {
    /// Reads the tables of the packs of a sort in a folder, which need not exist.
    pub fn open(folder: &Path, sort: &'static str) -> Store {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| belongs(path, sort)).collect();
        paths.sort();
        let packs: Vec<Arc<Pack>> = paths.into_iter().filter_map(|path| Pack::open(path).ok().map(Arc::new)).collect();
        let tables = packs.iter().enumerate().map(|(pack, read)| (pack, read.table().unwrap_or_default()));
        let entries = tables.flat_map(|(pack, table)| table.into_iter().map(move |(key, place)| (key, (pack, place))));
        Store { folder: folder.to_owned(), sort, entries: entries.collect(), packs }
    }

    /// Reads the head of an entry, and finds its body; none when the head is not whole.
    pub fn get(&self, key: &Key) -> Option<(Vec<u8>, Kept)> {
        let (pack, place) = self.entries.get(key)?;
        self.packs[*pack].entry(place)
    }

    /// Whether there is an entry.
    pub fn has(&self, key: &Key) -> bool {
        self.entries.contains_key(key)
    }

    /// Keeps new results, which `form` makes bytes of, and the entries of the keys that were used.
    /// What cannot be written is left out.
    pub fn save<T: Sync>(&self, used: &[Key], new: &[(Key, T)], form: impl Fn(&T) -> Option<Entry> + Sync) {
        let live: u64 = used.iter().filter_map(|key| self.entries.get(key)).map(|(_, place)| place.length()).sum();
        let held: u64 = self.packs.iter().map(|pack| pack.length).sum();
        let is_full = held > 2 * live + SPARE || self.packs.len() >= PACKS;
        if new.is_empty() && !is_full {
            return;
        }
        let fill = |pack: &mut Unfinished| -> std::io::Result<()> {
            for key in used.iter().filter(|_| is_full) {
                self.whole(key).map_or(Ok(()), |entry| pack.add(key, &entry))?;
            }
            for some in new.chunks(AT_ONCE) {
                let entries: Vec<_> = some.par_iter().map(|(key, value)| Some((key, form(value)?))).collect();
                entries.iter().flatten().try_for_each(|(key, entry)| pack.add(key, entry))?;
            }
            Ok(())
        };
        if let Ok(name) = self.write(fill)
            && is_full
        {
            let old = self.packs.iter().filter(|pack| pack.path.file_name().is_none_or(|file| *file != *name));
            old.for_each(|pack| drop(fs::remove_file(&pack.path)));
        }
    }

    /// Reads a whole entry.
    fn whole(&self, key: &Key) -> Option<Entry> {
        let (head, body) = self.get(key)?;
        Some(Entry { head, body: body.read()? })
    }

    /// Writes a pack beside its place and renames it. Returns its name.
    fn write(&self, fill: impl FnOnce(&mut Unfinished) -> std::io::Result<()>) -> std::io::Result<String> {
        fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join(format!("{}.{}", self.sort, std::process::id()));
        let write = || -> std::io::Result<String> {
            let mut pack = Unfinished::begin(&beside)?;
            fill(&mut pack)?;
            let name = format!("{}-{}.pack", self.sort, &pack.finish()?.to_hex()[..16]);
            fs::rename(&beside, self.folder.join(&name))?;
            Ok(name)
        };
        write().inspect_err(|_| drop(fs::remove_file(&beside)))
    }
}

/// Whether a file is a pack of a sort.
fn belongs(path: &Path, sort: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    name.strip_prefix(sort).is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".pack"))
}
