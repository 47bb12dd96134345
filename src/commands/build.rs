//! `tebiki build`: the site into a folder.

use std::fs;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use crate::addresses::{self, Addresses};
use crate::cli::{BuildArgs, Outcome, line, print, tell};
use crate::diagnostic::{Diagnostic, Level};
use crate::locale::of_environment;
use crate::message::Message;
use crate::pipeline::{self, Build, Memos};
use crate::progress::Progress;
use crate::publish::Seen;
use crate::source::{ADDRESSES, Sources};
use crate::timings::{Counts, Timings};
use crate::trouble::Saying;
use crate::{archive, config, history, publish, report, say, store};

/// Builds the book and publishes it. Nothing is published when the content has errors.
///
/// # Errors
/// When the configuration is wrong or the machine fails.
pub fn run(args: &BuildArgs) -> Result<Outcome> {
    let started = Instant::now();
    let progress = Progress::start();
    let mut config = config::load(&args.dir)?;
    config.build.run_preprocessors |= args.run_preprocessors;
    let dest = args.dest_dir.clone().unwrap_or_else(|| args.dir.join(&config.build.build_dir));
    let mut timings = Timings::default();
    let (mut sources, theme) = timings.stage("load", || pipeline::load_as(config, &args.dir, &dest))?;
    timings.counted(Counts::new(sources.documents.len()));
    sources.changes = history::read(&args.dir, &sources.config.book.src);
    let read_from = [&sources.config.book.src, &sources.config.build.theme].map(|folder| args.dir.join(folder));
    publish::refuse_dangerous(&dest, &args.dir, &read_from)?;
    args.archive.iter().try_for_each(|file| publish::refuse_source(file, &read_from))?;
    let cache = (!args.no_cache).then(|| args.dir.join(store::FOLDER));
    let mut memos = timings.stage("open", || cache.as_deref().map(Memos::stored).unwrap_or_default());
    let mut build = pipeline::build(&sources, &theme, &mut memos)?;
    build.timings = timings.and(build.timings);
    let keep = || cache.iter().for_each(|cache| memos.save(cache));
    progress.finish();
    tell(&report::human(&build.diagnostics, of_environment(), std::io::stderr().is_terminal()))?;
    if fails(&build.diagnostics, args.deny_warnings) {
        keep();
        return Ok(Outcome::Problems);
    }
    let mut seen = cache.as_deref().map(|cache| Seen::load(cache, &dest)).unwrap_or_default();
    let publish = || publish::publish_to(&build.site, &dest, &mut seen);
    let ((), published) = build.timings.stage("publish", || rayon::join(keep, publish));
    let published = published?;
    cache.iter().for_each(|cache| seen.save(cache, &dest));
    build.timings.counted(Counts { reused: published.kept, ..Counts::new(published.written + published.kept) });
    if args.update_addresses {
        print(&line(&accept(&args.dir, &sources, &build)?))?;
    }
    if let Some(file) = &args.archive {
        build.timings.stage("archive", || archive::write(&build.site, file))?;
    }
    if args.timings {
        tell(&build.timings.table(of_environment()))?;
    }
    let (pages, sections, terms) = (build.book.pages.len(), build.sections, build.terms);
    let seconds = started.elapsed().as_secs_f64();
    print(&line(&say!(
        "{pages} pages, {sections} sections, {terms} terms in {seconds} s; {files} files written to {folder}",
        pages,
        sections,
        terms,
        seconds = format!("{seconds:.2}"),
        files = published.written,
        folder = dest,
    )))?;
    // The program ends here. Giving back millions of small pieces of memory first would take as long as linking the book.
    std::mem::forget((build, memos, seen, sources, theme));
    Ok(Outcome::Fine)
}

/// Writes the addresses of the site to `addresses.lock`. Returns what changed in it.
fn accept(root: &Path, sources: &Sources, build: &Build) -> Result<Message> {
    let known = sources.addresses.as_ref().map_or("", |lock| &lock.text);
    let known: Addresses = addresses::parse(known).map(|(address, _)| address.to_owned()).collect();
    let now = addresses::of(&build.book, &build.site);
    let file = root.join(ADDRESSES);
    fs::write(&file, addresses::text(&now)).saying(|| say!("cannot write {file}", file))?;
    let (new, gone) = (now.difference(&known).count(), known.difference(&now).count());
    Ok(say!("{count} addresses in {file}: {new} new, {gone} given up", count = now.len(), file, new, gone))
}

/// Whether problems are bad enough to fail.
pub fn fails(diagnostics: &[Diagnostic], deny_warnings: bool) -> bool {
    diagnostics.iter().any(|diagnostic| deny_warnings || diagnostic.level == Level::Error)
}
