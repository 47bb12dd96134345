//! `tebiki check`: what is wrong with the content.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::Result;

use super::build::fails;
use crate::cli::{CheckArgs, CheckFormat, Outcome, line, print, tell};
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::locale::of_environment;
use crate::pipeline::{self, Build, Memos};
use crate::report;
use crate::rules::{self, addresses, fix};
use crate::say;
use crate::source::Sources;
use crate::store;
use crate::trouble::Saying;

/// Computes the pages, throws them away and prints what is wrong. Writes nothing, but with `--fix`
/// the files that it mends, and with `--external` the answers that it keeps.
///
/// # Errors
/// When the configuration is wrong or the machine fails.
pub fn run(args: &CheckArgs) -> Result<Outcome> {
    let mut found = check(args)?;
    if args.fix && mend(args, &found)? > 0 {
        found = check(args)?;
    }
    print(&match args.format {
        CheckFormat::Human => report::human(&found, of_environment(), std::io::stdout().is_terminal()),
        CheckFormat::Json => report::json(&found),
        CheckFormat::Sarif => report::sarif(&found),
        CheckFormat::Github => report::github(&found),
    })?;
    Ok(if fails(&found, args.deny_warnings) { Outcome::Problems } else { Outcome::Fine })
}

fn check(args: &CheckArgs) -> Result<Vec<Diagnostic>> {
    let (sources, theme) = pipeline::load(&args.dir, Path::new(""))?;
    let build = pipeline::check(&sources, &theme, &mut Memos::default(), Day::today())?;
    if args.external {
        return external(args, &sources, build);
    }
    Ok(build.diagnostics)
}

/// Asks the addresses of the book too.
fn external(args: &CheckArgs, sources: &Sources, build: Build) -> Result<Vec<Diagnostic>> {
    let mut found = build.diagnostics;
    found.extend(addresses::check(&build.book, &args.dir.join(store::FOLDER))?);
    rules::settle(&mut found, &sources.config.check);
    Ok(found)
}

/// Writes the fixes into the files. Returns how many files changed.
fn mend(args: &CheckArgs, found: &[Diagnostic]) -> Result<usize> {
    let (sources, _) = pipeline::load(&args.dir, Path::new(""))?;
    let mut mended = 0;
    for source in &sources.documents {
        if let Some(text) = fix::apply(&source.file, &source.text, found) {
            let path = args.dir.join(&*source.file);
            std::fs::write(&path, with_line_ends(text, &path)).saying(|| say!("cannot write {file}", file = path))?;
            tell(&line(&say!("mended {file}", file = source.file)))?;
            mended += 1;
        }
    }
    Ok(mended)
}

/// The line ends of a text are those that its file had.
fn with_line_ends(text: String, path: &Path) -> String {
    let had = std::fs::read(path).unwrap_or_default();
    if had.windows(2).any(|pair| pair == b"\r\n") { text.replace('\n', "\r\n") } else { text }
}
