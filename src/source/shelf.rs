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
    files: HashMap<PathBuf, (Stamp, Read)>,
}

/// A file, and by what it is known again; nothing where it may have changed since.
type Found = (Option<(PathBuf, Stamp)>, Read);

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
        let before = std::mem::take(&mut self.listing);
        if before.prefix != prefix {
            self.files.clear();
        }
        self.listing = before.again(folder, prefix, skip)?;
        Ok(())
    }

    /// Returns the files of the list in its order, those that changed read again.
    pub(super) fn read(&mut self, folder: &Path) -> Result<Vec<Read>> {
        let Shelf { listing, files: known } = self;
        let file = |file: &PathBuf| {
            // What has gone since it was listed is not there.
            let metadata = match std::fs::metadata(file) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                metadata => metadata.saying(|| say!("cannot read {file}", file))?,
            };
            if let Some((stamp, known)) = known.get(file).filter(|(stamp, _)| stamp.is_of(&metadata)) {
                return Ok(Some((Some((file.clone(), stamp.clone())), known.clone())));
            }
            let stamp = Stamp::at(Moment::now(), &metadata).map(|stamp| (file.clone(), stamp));
            Ok(read(folder, &listing.prefix, file)?.map(|read| (stamp, read)))
        };
        let all: Vec<Option<Found>> = listing.files().par_iter().map(file).collect::<Result<_>>()?;
        let all = all.into_iter().flatten();
        let (mut settled, mut found) = (HashMap::with_capacity(listing.files().len()), Vec::new());
        for (stamp, read) in all {
            settled.extend(stamp.map(|(file, stamp)| (file, (stamp, read.clone()))));
            found.push(read);
        }
        self.files = settled;
        Ok(found)
    }
}

/// Reads one file; none when it has gone since it was listed.
fn read(folder: &Path, prefix: &str, file: &Path) -> Result<Option<Read>> {
    let bytes = match std::fs::read(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.saying(|| say!("cannot read {file}", file))?,
    };
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
