//! `tebiki build`: the site into a folder.

use std::fs;
use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::addresses::{self, Addresses};
use crate::bytes::Lost;
use crate::cli::{BuildArgs, Outcome, line, print, tell};
use crate::diagnostic::{Diagnostic, Level};
use crate::locale::of_environment;
use crate::message::Message;
use crate::pipeline::{self, Build, Memos};
use crate::progress::Progress;
use crate::publish::{Published, Seen};
use crate::source::{ADDRESSES, Sources};
use crate::theme::Theme;
use crate::timings::{Counts, Timings};
use crate::trouble::Saying;
use crate::{archive, config, history, publish, report, say, store};

/// A site that is made and published.
struct Done {
    build: Build,
    published: Published,
}

/// What a build is asked for.
struct Order<'a> {
    args: &'a BuildArgs,
    sources: &'a Sources,
    theme: &'a Theme,
    dest: &'a Path,
    /// The book's folder of results.
    cache: Option<&'a Path>,
}

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
    let order = Order { args, sources: &sources, theme: &theme, dest: &dest, cache: cache.as_deref() };
    let Some(done) = carry_out(&order, timings, &progress)? else { return Ok(Outcome::Problems) };
    if args.update_addresses {
        print(&line(&accept(&args.dir, &sources, &done.build)?))?;
    }
    if args.timings {
        tell(&done.build.timings.table(of_environment()))?;
    }
    print(&line(&summary(&done, &dest, started.elapsed())))?;
    // The program ends here, and gives back all memory at once.
    std::mem::forget((done, sources, theme));
    Ok(Outcome::Fine)
}

/// Makes a site and publishes it, once more from nothing where results of earlier builds turn out to be lost; none
/// when the content has errors.
fn carry_out(order: &Order<'_>, timings: Timings, progress: &Progress) -> Result<Option<Done>> {
    match attempt(order, timings.clone(), progress) {
        Err(error) if Lost::caused(&error) => {
            order.cache.iter().for_each(|cache| store::remove(cache));
            attempt(order, timings, progress)
        }
        done => done,
    }
}

/// Makes a site and publishes it; none when the content has errors.
fn attempt(order: &Order<'_>, mut timings: Timings, progress: &Progress) -> Result<Option<Done>> {
    let &Order { args, sources, dest, cache, .. } = order;
    let open = || cache.map(Memos::stored).unwrap_or_default();
    let look = || cache.map(|cache| Seen::load(cache, dest)).unwrap_or_default();
    let (mut memos, mut seen) = timings.stage("open", || rayon::join(open, look));
    let mut build = pipeline::build(sources, order.theme, &mut memos)?;
    build.timings = timings.and(build.timings);
    let keep = || cache.iter().for_each(|cache| memos.save(cache));
    progress.finish();
    tell(&report::human(&build.diagnostics, of_environment(), std::io::stderr().is_terminal()))?;
    if fails(&build.diagnostics, args.deny_warnings) {
        keep();
        return Ok(None);
    }
    let publish = || publish::publish_to(&build.site, dest, &mut seen);
    let ((), published) = build.timings.stage("publish", || rayon::join(keep, publish));
    let published = published?;
    cache.iter().for_each(|cache| seen.save(cache, dest));
    build.timings.counted(Counts { reused: published.kept, ..Counts::new(published.written + published.kept) });
    if let Some(file) = &args.archive {
        build.timings.stage("archive", || archive::write(&build.site, file))?;
    }
    // The program ends soon. Giving back millions of small pieces of memory first would take as long as linking the book.
    std::mem::forget((memos, seen));
    Ok(Some(Done { build, published }))
}

/// What a build did, in a line.
fn summary(done: &Done, dest: &Path, took: Duration) -> Message {
    let build = &done.build;
    say!(
        "{pages} pages, {sections} sections, {terms} terms in {seconds} s; {files} files written to {folder}",
        pages = build.book.pages.len(),
        sections = build.sections,
        terms = build.terms,
        seconds = format!("{:.2}", took.as_secs_f64()),
        files = done.published.written,
        folder = dest,
    )
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
