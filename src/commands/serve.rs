//! `tebiki serve`: preview with live reload.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;

use crate::cli::{Outcome, ServeArgs, line, print, tell};
use crate::diagnostic::Level;
use crate::history::{self, Changes};
use crate::locale::of_environment;
use crate::pipeline::{self, Memos};
use crate::serve::{Editions, Indexer, Preview, watch};
use crate::source::Shelf;
use crate::{config, fail, offline, report, say, store, trouble};

/// Number of the first edition that can be searched: the one before has its pages alone.
const SEARCHABLE: u64 = 2;

/// Serves the book until the program is ended.
///
/// # Errors
/// When the first build fails, or the address is taken.
pub fn run(args: &ServeArgs) -> Result<Outcome> {
    let config = config::load(&args.dir)?;
    let dest = args.dir.join(config.build.build_dir);
    // Before the first build, so that what is saved meanwhile rings too.
    let mut doorbell = watch(
        &args.dir,
        vec![dest.clone(), args.dir.join(".git"), args.dir.join("target"), args.dir.join(store::FOLDER)],
    )?;
    let editions = Arc::new(Editions::default());
    let indexer = Indexer::start(editions.clone(), |message| tell(&line(message)))?;
    // Read once: an edit is no commit, and asking git again would hold up each rebuild.
    let changes = history::read(&args.dir, &config.book.src);
    let mut desk = Desk { root: &args.dir, dest: &dest, changes, shelf: Shelf::default(), memos: Memos::default() };
    doorbell.follow(&rebuild(&mut desk, &editions, &indexer)?);
    editions.wait_for(SEARCHABLE);
    let preview = Preview::listen(&args.hostname, args.port, editions.clone())?;
    let address = format!("http://{}/", preview.address()?);
    print(&format!("{address}\n"))?;
    preview.start();
    if args.open {
        open(&address)?;
    }
    while doorbell.wait() {
        match rebuild(&mut desk, &editions, &indexer) {
            Ok(outside) => doorbell.follow(&outside),
            Err(error) => {
                let message = line(&trouble::report(&error));
                tell(&message)?;
                editions.publish(|edition| edition.problems = message);
            }
        }
    }
    fail!("the book's folder can no longer be watched")
}

/// What each rebuild starts from.
struct Desk<'a> {
    root: &'a Path,
    dest: &'a Path,
    changes: Changes,
    shelf: Shelf,
    memos: Memos,
}

/// Builds the book again and publishes the edition. A book with errors keeps the pages that it
/// can show; the problems are shown on them and in the terminal. Returns the files outside of the book
/// that it includes.
fn rebuild(desk: &mut Desk<'_>, editions: &Editions, indexer: &Indexer) -> Result<BTreeSet<PathBuf>> {
    let started = Instant::now();
    let (mut sources, theme) = pipeline::reload(config::load(desk.root)?, desk.root, desk.dest, &mut desk.shelf)?;
    sources.changes = desk.changes.clone();
    let mut build = pipeline::pages(&sources, &theme, &mut desk.memos)?;
    // No service worker here: it would hold on to pages that are being written.
    offline::add_edition(&mut build.site, &build.substance);
    let problems: Vec<_> =
        build.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).cloned().collect();
    tell(&report::human(&build.diagnostics, of_environment(), std::io::stderr().is_terminal()))?;
    let milliseconds = started.elapsed().as_millis();
    let pages = desk.memos.pages.computed;
    tell(&line(&say!("built in {milliseconds} ms, {pages} pages rendered", milliseconds, pages)))?;
    let problems = report::human(&problems, of_environment(), false);
    let site = Arc::new(build.site);
    let before = editions.publish(|edition| {
        (edition.style, edition.substance, edition.problems) = (build.style, build.substance, problems);
        edition.root = sources.config.build.root().to_owned();
        edition.engine = sources.config.search.origin().map(str::to_owned);
        std::mem::replace(&mut edition.pages, site)
    });
    drop(before);
    indexer.index(build.book, sources.config.search);
    Ok(sources.outside)
}

/// Opens an address in the reader's browser.
fn open(address: &str) -> Result<()> {
    let programs: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(target_os = "windows") {
        &["explorer"]
    } else {
        &["xdg-open", "sensible-browser", "x-www-browser", "firefox", "chromium"]
    };
    let opened = programs.iter().map(PathBuf::from).any(|program| Command::new(program).arg(address).spawn().is_ok());
    if opened { Ok(()) } else { tell(&line(&say!("no browser was found; open {address} yourself", address))) }
}
