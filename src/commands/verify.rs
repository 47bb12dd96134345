//! `tebiki verify`: whether a published site is as it was built.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use walkdir::WalkDir;

use crate::cli::{Outcome, VerifyArgs, print};
use crate::hosting::{self, SUMS};
use crate::{path, publish};

/// Compares the files of a folder with the sums that were made when they were built, and names
/// those that are others, too many or too few.
///
/// # Errors
/// When the sums or a file cannot be read.
pub fn run(args: &VerifyArgs) -> Result<Outcome> {
    let list = args.sums.clone().unwrap_or_else(|| args.dir.join(SUMS));
    let text = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let wrong = |line: &str| anyhow!("{}: `{}` is no line of sha256sum", list.display(), line.escape_debug());
    let mut known: BTreeMap<&str, &str> = hosting::parse_sums(&text).map_err(wrong)?.into_iter().collect();
    let (own, count) = (hosting::sum(text.as_bytes()), known.len() + 1);
    known.insert(SUMS, &own);
    let differences = differences(&args.dir, known)?;
    if differences.is_empty() {
        print(&format!("{count} files are as they were built\n"))?;
        return Ok(Outcome::Fine);
    }
    print(&differences.concat())?;
    Ok(Outcome::Problems)
}

/// A line for each difference, in the order of paths.
fn differences(folder: &Path, mut known: BTreeMap<&str, &str>) -> Result<Vec<String>> {
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let path = path::normal(entry.path().strip_prefix(folder).unwrap_or(entry.path()));
        if entry.file_type().is_dir() || path.starts_with(publish::OWN) {
            continue;
        }
        match known.remove(path.as_str()) {
            None => drop(found.insert(path, "added")),
            Some(sum) if !entry.file_type().is_file() || sum != read(entry.path())? => {
                found.insert(path, "changed");
            }
            Some(_) => {}
        }
    }
    found.extend(known.into_keys().map(|path| (path.to_owned(), "removed")));
    Ok(found.into_iter().map(|(path, what)| format!("{what:7}  {path}\n")).collect())
}

fn read(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(hosting::sum(&bytes))
}
