//! The site as one zip file, the same bytes for the same site on every machine.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::say;
use crate::site::Site;
use crate::trouble::Saying;

/// Writes the site as a zip file, below a folder that is called like the file: who unpacks it gets
/// one folder. The file is written beside its place and renamed.
///
/// # Errors
/// When the file cannot be written.
pub fn write(site: &Site, file: &Path) -> Result<()> {
    let name = file.file_stem().map_or("book".into(), |stem| stem.to_string_lossy());
    let beside = file.with_extension("unfinished");
    let bytes = zip(site, &name)?;
    fs::write(&beside, bytes)
        .and_then(|()| fs::rename(&beside, file))
        .inspect_err(|_| drop(fs::remove_file(&beside)))
        .saying(|| say!("cannot write {file}", file))
}

/// Packs the site in the order of its paths, without the time and the owner of anything.
fn zip(site: &Site, folder: &str) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in site.iter() {
        writer.start_file(format!("{folder}/{path}"), options).saying(|| say!("cannot write {file}", file = path))?;
        writer.write_all(bytes.contents()?)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::{Site, zip};

    #[test]
    fn the_same_site_gives_the_same_bytes() {
        let mut site = Site::default();
        site.add("目次/index.html", "<p>本文</p>".repeat(99).into_bytes());
        let bytes = zip(&site, "book").expect("memory can be written");
        assert_eq!(bytes, zip(&site, "book").expect("memory can be written"));
        let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it is a zip file");
        assert_eq!(archive.by_index(0).expect("it holds a file").name().expect("it is UTF-8"), "book/目次/index.html");
    }
}
