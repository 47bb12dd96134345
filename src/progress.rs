//! A sign of life for builds that take long, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a build is silent.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows after half a second that the program works. Silent where standard error is no terminal.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Starts to wait.
    pub fn start() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(ProgressStyle::default_spinner());
        let shown = bar.clone();
        std::thread::spawn(move || {
            std::thread::sleep(PATIENCE);
            if !shown.is_finished() {
                // Standard error that is no terminal stays hidden.
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.set_message("building …");
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Progress { bar }
    }

    /// Removes the sign.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
