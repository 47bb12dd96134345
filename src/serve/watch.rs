//! A doorbell: it rings when something in the book may have changed. What changed is found by
//! building again, so lost, doubled and renamed events can do no harm.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::whole;
use crate::say;
use crate::trouble::Saying;

/// Silence that ends a burst of events.
const QUIET: Duration = Duration::from_millis(8);

/// Longest burst.
const BURST: Duration = Duration::from_millis(100);

/// Rings when the book may have changed.
pub struct Doorbell {
    rings: Receiver<()>,
    watcher: RecommendedWatcher,
    /// Files outside of the folder that ring too.
    outside: Arc<Mutex<BTreeSet<PathBuf>>>,
}

/// Watches the folder of a book, but not the folders in `skip`.
///
/// # Errors
/// When the folder cannot be watched.
pub fn watch(folder: &Path, skip: Vec<PathBuf>) -> Result<Doorbell> {
    let (sender, rings) = channel();
    let folder = folder.canonicalize().saying(|| say!("cannot watch {folder}", folder))?;
    let skip: Vec<PathBuf> = skip.into_iter().map(|path| path.canonicalize().unwrap_or(path)).collect();
    let outside = Arc::new(Mutex::new(BTreeSet::new()));
    let (book, others) = (folder.clone(), outside.clone());
    let matters = move |path: &PathBuf| {
        let is_ours = path.starts_with(&book) && !skip.iter().any(|skip| path.starts_with(skip));
        is_ours || whole(others.lock()).contains(path)
    };
    let mut watcher = notify::recommended_watcher(move |event| ring(event, &matters, &sender))?;
    watcher.watch(&folder, RecursiveMode::Recursive).saying(|| say!("cannot watch {folder}", folder))?;
    Ok(Doorbell { rings, watcher, outside })
}

/// Rings for an event of a file that matters. An error of the watcher rings too: something happened that it
/// cannot tell.
fn ring(event: notify::Result<Event>, matters: &impl Fn(&PathBuf) -> bool, bell: &Sender<()>) {
    let rings = match event {
        Ok(event) => !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(matters),
        Err(_) => true,
    };
    if rings {
        // Nobody listens any more when the program ends.
        let _ = bell.send(());
    }
}

impl Doorbell {
    /// Lets files outside of the folder ring too, and no longer those of before. Their folders are watched, not
    /// they: editors replace files. A folder that cannot be watched is left out.
    pub fn follow(&mut self, files: &BTreeSet<PathBuf>) {
        let before = std::mem::replace(&mut *whole(self.outside.lock()), files.clone());
        let folders = |files: &BTreeSet<PathBuf>| -> BTreeSet<PathBuf> {
            files.iter().filter_map(|file| file.parent()).map(Path::to_owned).collect()
        };
        let (old, new) = (folders(&before), folders(files));
        for gone in old.difference(&new) {
            let _ = self.watcher.unwatch(gone);
        }
        for added in new.difference(&old) {
            let _ = self.watcher.watch(added, RecursiveMode::NonRecursive);
        }
    }

    /// Waits for the next ring and the end of its burst. Returns false when there will be no more.
    pub fn wait(&self) -> bool {
        if self.rings.recv().is_err() {
            return false;
        }
        let started = Instant::now();
        while started.elapsed() < BURST && self.rings.recv_timeout(QUIET).is_ok() {}
        true
    }
}
