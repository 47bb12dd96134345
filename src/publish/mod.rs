//! The only writer: makes a folder equal to a [`Site`].
//!
//! Files that already have the right contents are not touched, so they keep their time stamps and
//! a sync tool copies little. Those that are still as the last build left them are not even read ([`Seen`]).
//! Everything else is first written in full to a folder beside the site ([`stage`]), then renamed into place, a
//! folder that is not there yet as a whole, so a disk that fills up leaves the old edition as it was.
//! The order of the renames keeps every link alive: what nothing links to yet comes first, then
//! the pages that link to it, and what is linked no more goes last. A build that is killed leaves
//! pages whose links lead somewhere, and a manifest with which the next build mends the folder.

mod lock;
pub mod manifest;
mod refuse;
mod seen;
mod stage;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;

use crate::path;
use crate::site::{Bytes, Site};
use crate::stamp::{Moment, Stamp};
use crate::trouble::Saying;
use crate::{fail, say};

pub use manifest::MANIFEST;
pub use refuse::{refuse_dangerous, refuse_source};
pub use seen::Seen;
use stage::Staged;

/// Start of the names of what this module keeps in the folder beside the site.
pub const OWN: &str = ".tebiki-";

/// What publishing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// Files written.
    pub written: usize,
    /// Files left as they were.
    pub kept: usize,
    /// Files removed.
    pub removed: usize,
}

/// A file that is not in the folder as the site has it.
struct Change<'a> {
    path: &'a str,
    bytes: &'a Bytes,
    /// Whether there is a file already.
    replaces: bool,
    /// What is renamed into place: the file, or the outermost of its folders that is not there.
    unit: &'a str,
}

/// Makes a folder equal to the site.
///
/// # Errors
/// When the folder is not one of ours, another build is writing to it, something that is not ours
/// stands in the way, or a file cannot be written. Before the first file is in its place, an error
/// leaves the folder as it was.
pub fn publish(site: &Site, folder: &Path) -> Result<Published> {
    publish_to(site, folder, &mut Seen::default())
}

/// As [`publish`], without reading files that are as they were last seen.
///
/// # Errors
/// As [`publish`].
pub fn publish_to(site: &Site, folder: &Path, seen: &mut Seen) -> Result<Published> {
    if folder.is_file() {
        fail!("{folder} is a file, not a folder", folder);
    }
    create(folder)?;
    refuse::refuse_foreign(folder)?;
    let _lock = lock::take(folder)?;
    let old = manifest::read(folder)?;
    stage::clear(folder)?;
    let (changes, mut kept) = compare(site, folder, seen);
    let gone: Vec<&str> = old.iter().map(String::as_str).filter(|path| site.get(path).is_none()).collect();
    let published = Published { written: changes.len(), kept: site.len() - changes.len(), removed: gone.len() };
    if changes.is_empty() && gone.is_empty() {
        *seen = kept.into_iter().collect();
        return Ok(published);
    }
    let units: BTreeSet<&str> = changes.iter().map(|change| change.unit).collect();
    refuse::refuse_obstacles(folder, &units, &old)?;
    let staged = stage::write(folder, &changes, &manifests(site, &old))
        .inspect_err(|_| drop(stage::clear(folder)))
        .saying(|| say!("the site in the folder stays as it was"))?;
    place(folder, &changes, &gone, &staged).saying(|| say!("the folder is unfinished; the next build mends it"))?;
    stage::clear(folder)?;
    kept.extend(placed(folder, &changes, staged.written));
    *seen = kept.into_iter().collect();
    Ok(published)
}

/// Compares the site with the folder: what is to change, in the order in which files are put into place, and
/// what was seen of the others.
fn compare<'a>(site: &'a Site, folder: &Path, seen: &Seen) -> (Vec<Change<'a>>, Vec<seen::File>) {
    let files: Vec<(&str, &Bytes)> = site.iter().collect();
    let absent = absent(site, folder);
    let find = |(path, bytes): &(&str, &Bytes)| match absent.contains(path::folder(path)) {
        true => Found::Nothing,
        false => find(folder, path, bytes, seen),
    };
    let found = files.par_iter().map(find).collect::<Vec<_>>();
    let (mut changes, mut kept) = (Vec::new(), Vec::new());
    for ((path, bytes), found) in files.into_iter().zip(found) {
        let unit = path::folders(path).filter(|inner| absent.contains(inner)).last().unwrap_or(path);
        match found {
            Found::Same(stamp) => kept.extend(stamp.map(|stamp| (path.to_owned(), (stamp, *bytes.blake3())))),
            found => changes.push(Change { path, bytes, replaces: matches!(found, Found::Other), unit }),
        }
    }
    changes.sort_by_key(turn);
    (changes, kept)
}

/// Folders of the site that are not there.
fn absent<'a>(site: &'a Site, folder: &Path) -> BTreeSet<&'a str> {
    let folders: BTreeSet<&str> = site.iter().flat_map(|(path, _)| path::folders(path)).collect();
    folders.into_iter().filter(|inner| fs::symlink_metadata(folder.join(inner)).is_err()).collect()
}

/// What the folder has in the place of a file.
enum Found {
    Nothing,
    Other,
    /// The same contents; a stamp when they need not be read again.
    Same(Option<Stamp>),
}

fn find(folder: &Path, path: &str, bytes: &Bytes, seen: &Seen) -> Found {
    let file = folder.join(path);
    let Some(metadata) = fs::metadata(&file).ok().filter(fs::Metadata::is_file) else { return Found::Nothing };
    if let Some((stamp, hash)) = seen.get(path, &metadata) {
        return if hash == bytes.blake3() { Found::Same(Some(stamp.clone())) } else { Found::Other };
    }
    let stamp = Stamp::at(Moment::now(), &metadata);
    let is_same =
        metadata.len() == bytes.len() && fs::read(file).is_ok_and(|found| blake3::hash(&found) == *bytes.blake3());
    if is_same { Found::Same(stamp) } else { Found::Other }
}

/// What is seen of the files that were put into place, and had been written by a moment.
fn placed(folder: &Path, changes: &[Change<'_>], written: Moment) -> Vec<seen::File> {
    let file = |change: &Change<'_>| {
        let metadata = fs::metadata(folder.join(change.path)).ok()?;
        Some((change.path.to_owned(), (Stamp::at(written, &metadata)?, *change.bytes.blake3())))
    };
    changes.par_iter().filter_map(file).collect()
}

/// When a file is put into place. Nothing in the folder leads to a new file, so those come first;
/// but pages lead to other files, and the home page to everything. A file that is replaced and is
/// no page may name pages, as the root of the search does.
fn turn(change: &Change<'_>) -> u8 {
    match (change.replaces, change.path.ends_with(".html")) {
        (false, false) => 0,
        (false, true) if change.path != "index.html" => 1,
        (_, true) => 2,
        (true, false) => 3,
    }
}

/// The manifest of the time between the editions, which names the files of both, and the new one.
/// Both are staged before anything changes: a full disk cannot come between them.
fn manifests(site: &Site, old: &BTreeSet<String>) -> [Vec<u8>; 2] {
    let new: BTreeSet<&str> = site.iter().map(|(path, _)| path).collect();
    let both: BTreeSet<&str> = new.iter().copied().chain(old.iter().map(String::as_str)).collect();
    [both, new].map(|paths| manifest::text(&paths))
}

/// Renames the staged files into their places and removes what is gone.
fn place(folder: &Path, changes: &[Change<'_>], gone: &[&str], staged: &Staged) -> Result<()> {
    let [between, after] = &staged.manifests;
    let files: BTreeSet<&str> = changes.iter().map(|change| change.path).collect();
    let folders: BTreeSet<&str> = files.iter().flat_map(|file| path::folders(file)).collect();
    let around: BTreeSet<&str> = staged.units.iter().flat_map(|(unit, _)| path::folders(unit)).collect();
    // A file that goes may stand where a folder comes, or the other way round.
    let is_in_the_way = |path: &str| folders.contains(path) || path::folders(path).any(|folder| files.contains(folder));
    let (in_the_way, rest): (Vec<&str>, Vec<&str>) = gone.iter().copied().partition(|path| is_in_the_way(path));
    put(between, &folder.join(MANIFEST))?;
    in_the_way.iter().try_for_each(|path| remove(folder, path))?;
    around.iter().try_for_each(|inner| create(&folder.join(inner)))?;
    staged.units.iter().try_for_each(|(unit, staged)| put(staged, &folder.join(unit)))?;
    rest.iter().try_for_each(|path| remove(folder, path))?;
    put(after, &folder.join(MANIFEST))
}

fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).saying(|| say!("cannot create {folder}", folder))
}

fn put(staged: &Path, place: &Path) -> Result<()> {
    fs::rename(staged, place).saying(|| say!("cannot write {file}", file = place))
}

/// Removes a file of an earlier build, and the folders that it leaves empty.
fn remove(root: &Path, path: &str) -> Result<()> {
    match fs::remove_file(root.join(path)) {
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).saying(|| say!("cannot remove {file}", file = root.join(path)));
        }
        _ => {}
    }
    let mut folder = path::folder(path);
    while !folder.is_empty() && fs::remove_dir(root.join(folder)).is_ok() {
        folder = path::folder(folder);
    }
    Ok(())
}

/// Refuses a path that leaves the folder, or means another file than it says.
fn confined(path: &str) -> Result<()> {
    if !path::is_inside(path) {
        fail!("`{path}` is no path inside a site", path = path.escape_debug());
    }
    Ok(())
}
