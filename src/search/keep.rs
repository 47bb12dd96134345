//! Ranges of the index on disk: tantivy's own files, one after another.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use tantivy::Index;
use tantivy::directory::{Directory, RamDirectory};

use super::index::{Range, opened};
use crate::memo::Form;

/// How ranges are kept on disk.
pub const FORM: Form<Result<Arc<Range>, String>> =
    Form { write: |range| write(range.as_ref().ok()?).ok(), read: |bytes| Some(Ok(Arc::new(read(bytes).ok()?))) };

/// Writes the files of a range: for each the lengths of its name and of its contents, then both.
fn write(range: &Range) -> Result<Vec<u8>> {
    let mut names: Vec<PathBuf> = range.index.directory().list_managed_files().into_iter().collect();
    names.sort();
    let mut out = Vec::new();
    for name in names {
        let text = name.to_str().context("the name of a file of tantivy")?;
        let contents = range.files.open_read(&name)?.read_bytes()?;
        out.extend_from_slice(&(text.len() as u64).to_le_bytes());
        out.extend_from_slice(&(contents.len() as u64).to_le_bytes());
        out.extend_from_slice(text.as_bytes());
        out.extend_from_slice(&contents);
    }
    Ok(out)
}

fn read(mut bytes: &[u8]) -> Result<Range> {
    let files = RamDirectory::create();
    while !bytes.is_empty() {
        let (name, contents) = (length(&mut bytes)?, length(&mut bytes)?);
        let name = std::str::from_utf8(take(&mut bytes, name)?)?;
        files.atomic_write(Path::new(name), take(&mut bytes, contents)?)?;
    }
    opened(Index::open(files.clone())?, files)
}

fn length(bytes: &mut &[u8]) -> Result<usize> {
    Ok(usize::try_from(u64::from_le_bytes(take(bytes, 8)?.try_into()?))?)
}

fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Result<&'b [u8]> {
    let (taken, rest) = bytes.split_at_checked(count).context("an entry that is not whole")?;
    *bytes = rest;
    Ok(taken)
}
