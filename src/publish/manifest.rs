//! The list of what builds wrote, one path a line. Only files that it names are ever replaced or
//! removed.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::Result;

use super::confined;
use crate::say;
use crate::trouble::Saying;

/// Name of the manifest.
pub const MANIFEST: &str = ".tebiki-manifest";

/// Reads the manifest of a folder; one without has an empty one.
///
/// # Errors
/// When it cannot be read, or names a path outside the folder: nobody may make us remove that.
pub fn read(folder: &Path) -> Result<BTreeSet<String>> {
    let file = folder.join(MANIFEST);
    match fs::read_to_string(&file) {
        Ok(text) => parse(&text).saying(|| say!("{file} is damaged", file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(error).saying(|| say!("cannot read {file}", file)),
    }
}

/// Parses the text of a manifest.
///
/// # Errors
/// When it names a path outside the folder.
pub fn parse(text: &str) -> Result<BTreeSet<String>> {
    text.lines().map(|line| confined(line).map(|()| line.to_owned())).collect()
}

/// The text of a manifest.
pub fn text(paths: &BTreeSet<&str>) -> Vec<u8> {
    paths.iter().flat_map(|path| [path, "\n"]).collect::<String>().into_bytes()
}
