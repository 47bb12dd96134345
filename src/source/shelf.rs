//! Files as they were read: what did not change is not read again.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::listing::{Listing, named};
use super::{Source, is_among_kinds};
use crate::diagnostic::{Diagnostic, Place};
use crate::message::Message;
use crate::site::Bytes;
use crate::stamp::{Moment, Stamp};
use crate::trouble::Saying;
use crate::{path, say};

/// Files as they were read, for the next load.
#[derive(Debug, Default)]
pub struct Shelf {
    pub(super) listing: Listing,
    /// The files of the list in its order; none where one may have changed since it was read.
    files: Vec<Option<(Stamp, Read)>>,
}

/// A file as it was read.
#[derive(Debug, Clone)]
pub(super) enum Read {
    Text(Source),
    Asset(String, Bytes),
    Refused(Diagnostic),
}

impl Shelf {
    /// Lists the content in a folder, as messages name it. Files that they name otherwise are not those on the shelf.
    pub(super) fn list(&mut self, folder: &Path, prefix: &str, skip: &Path) -> Result<()> {
        let Some(listing) = self.listing.again(folder, prefix, skip)? else { return Ok(()) };
        let files = std::mem::take(&mut self.files).into_iter().filter(|_| self.listing.prefix == prefix);
        let mut known: HashMap<&PathBuf, (Stamp, Read)> =
            self.listing.files().iter().zip(files).filter_map(|(path, file)| Some((path, file?))).collect();
        self.files = listing.files().iter().map(|path| known.remove(path)).collect();
        self.listing = listing;
        Ok(())
    }

    /// Returns the files of the list in its order, those that changed read again.
    pub(super) fn read(&mut self, folder: &Path) -> Result<Vec<Read>> {
        let (prefix, files) = (&self.listing.prefix, self.listing.files());
        let find = |(file, kept): (&PathBuf, &mut _)| find(folder, prefix, file, kept);
        let found: Vec<Option<Read>> = files.par_iter().zip(&mut self.files).map(find).collect::<Result<_>>()?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// Takes a file as it was kept while it is still the same, else reads it; none when it has gone since it was listed.
fn find(folder: &Path, prefix: &str, file: &Path, kept: &mut Option<(Stamp, Read)>) -> Result<Option<Read>> {
    let Some(metadata) = present(std::fs::metadata(file), file)? else { return Ok(None) };
    if let Some((_, read)) = kept.as_ref().filter(|(stamp, _)| stamp.is_of(&metadata)) {
        return Ok(Some(read.clone()));
    }
    let stamp = Stamp::at(Moment::now(), &metadata);
    let read = read(folder, prefix, file)?;
    *kept = stamp.zip(read.clone());
    Ok(read)
}

/// What was asked of a file; none when it has gone since it was listed.
fn present<T>(asked: std::io::Result<T>, file: &Path) -> Result<Option<T>> {
    match asked {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        asked => asked.map(Some).saying(|| say!("cannot read {file}", file)),
    }
}

/// Reads one file; none when it has gone since it was listed.
fn read(folder: &Path, prefix: &str, file: &Path) -> Result<Option<Read>> {
    let Some(bytes) = present(std::fs::read(file), file)? else { return Ok(None) };
    let (path, name) = named(folder, prefix, file);
    let is_text = path::is_markdown(&path) || is_among_kinds(&path) && path.ends_with(".yaml");
    if !is_text {
        return Ok(Some(Read::Asset(path, bytes.into())));
    }
    Ok(Some(match text(bytes) {
        Ok(text) => Read::Text(Source::new(&path, &name, &text)),
        Err((line, why)) => {
            let place = Place { line, ..Place::file(&name) };
            Read::Refused(Diagnostic::error("not-utf8", place, why).hint(say!("save the file as UTF-8")))
        }
    }))
}

/// Decodes UTF-8, drops a byte order mark and makes all line ends LF. An error is the line and what
/// is wrong there.
fn text(bytes: Vec<u8>) -> Result<String, (usize, Message)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err((1, say!("the file is UTF-16, not UTF-8")));
    }
    let line = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err((line(&bytes[..at]), say!("the file holds NUL; UTF-16 without a mark perhaps")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = line(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        (line, say!("this line is not UTF-8; Shift_JIS or EUC-JP perhaps"))
    })?;
    let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}
