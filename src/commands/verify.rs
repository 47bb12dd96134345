//! `tebiki verify`: whether a published site is as it was built.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use walkdir::WalkDir;

use crate::cli::{Outcome, VerifyArgs, line, print};
use crate::hosting::{self, SUMS};
use crate::locale::of_environment;
use crate::trouble::Saying;
use crate::{path, publish, say, trouble};

/// Compares the files of a folder with the sums that were made when they were built, and names
/// those that are others, too many or too few.
///
/// # Errors
/// When the sums or a file cannot be read.
pub fn run(args: &VerifyArgs) -> Result<Outcome> {
    let list = args.sums.clone().unwrap_or_else(|| args.dir.join(SUMS));
    let text = fs::read_to_string(&list).saying(|| say!("cannot read {file}", file = list))?;
    let wrong = |line: &str| trouble!("{list}: `{line}` is no line of sha256sum", list, line = line.escape_debug());
    let mut known: BTreeMap<&str, &str> = hosting::parse_sums(&text).map_err(wrong)?.into_iter().collect();
    let (own, count) = (hosting::sum(text.as_bytes()), known.len() + 1);
    known.insert(SUMS, &own);
    let differences = differences(&args.dir, known)?;
    if differences.is_empty() {
        print(&line(&say!("{count} files are as they were built", count)))?;
        return Ok(Outcome::Fine);
    }
    print(&differences.concat())?;
    Ok(Outcome::Problems)
}

/// A line for each difference, in the order of paths.
fn differences(folder: &Path, mut known: BTreeMap<&str, &str>) -> Result<Vec<String>> {
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.saying(|| say!("cannot read {file}", file = folder))?;
        let path = path::normal(entry.path().strip_prefix(folder).unwrap_or(entry.path()));
        if entry.file_type().is_dir() || path.starts_with(publish::OWN) {
            continue;
        }
        match known.remove(path.as_str()) {
            None => drop(found.insert(path, say!("added"))),
            Some(sum) if !entry.file_type().is_file() || sum != read(entry.path())? => {
                found.insert(path, say!("changed"));
            }
            Some(_) => {}
        }
    }
    found.extend(known.into_keys().map(|path| (path.to_owned(), say!("removed"))));
    Ok(found.into_iter().map(|(path, what)| format!("{:7}  {path}\n", what.to(of_environment()))).collect())
}

fn read(file: &Path) -> Result<String> {
    let bytes = fs::read(file).saying(|| say!("cannot read {file}", file))?;
    Ok(hosting::sum(&bytes))
}
