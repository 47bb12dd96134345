//! A doorbell: it rings when something in the book may have changed. What changed is found by
//! building again, so lost, doubled and renamed events can do no harm.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Silence that ends a burst of events.
const QUIET: Duration = Duration::from_millis(8);

/// Longest burst.
const BURST: Duration = Duration::from_millis(100);

/// Rings when the book may have changed.
pub struct Doorbell {
    rings: Receiver<()>,
    _watcher: RecommendedWatcher,
}

/// Watches the folder of a book, but not the folders in `skip`.
///
/// # Errors
/// When the folder cannot be watched.
pub fn watch(folder: &Path, skip: Vec<PathBuf>) -> Result<Doorbell> {
    let (sender, rings) = channel();
    let folder = folder.canonicalize().with_context(|| format!("cannot watch {}", folder.display()))?;
    let skip: Vec<PathBuf> = skip.into_iter().map(|path| path.canonicalize().unwrap_or(path)).collect();
    let mut watcher = notify::recommended_watcher(move |event| ring(event, &skip, &sender))?;
    watcher.watch(&folder, RecursiveMode::Recursive).with_context(|| format!("cannot watch {}", folder.display()))?;
    Ok(Doorbell { rings, _watcher: watcher })
}

/// Rings for an event unless it lies in a skipped or hidden folder. An error of the watcher rings
/// too: something happened that it cannot tell.
fn ring(event: notify::Result<Event>, skip: &[PathBuf], bell: &Sender<()>) {
    let matters = match event {
        Ok(event) => {
            !matches!(event.kind, EventKind::Access(_))
                && event.paths.iter().any(|path| !skip.iter().any(|skip| path.starts_with(skip)))
        }
        Err(_) => true,
    };
    if matters {
        // Nobody listens any more when the program ends.
        let _ = bell.send(());
    }
}

impl Doorbell {
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
