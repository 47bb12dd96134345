//! Where the time of a build goes.

use std::time::{Duration, Instant};

use crate::locale::Language;
use crate::say;

/// Times of the stages of one build, in order.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    /// One row a stage.
    pub stages: Vec<Stage>,
}

/// A stage of a build.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Name of the stage.
    pub name: &'static str,
    /// Wall time.
    pub time: Duration,
    /// What it made.
    pub counts: Counts,
}

/// How many things a stage made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub made: usize,
    /// How many were taken from an earlier build, in memory or on disk.
    pub reused: usize,
    /// How many of those were read from disk.
    pub loaded: usize,
}

impl Counts {
    /// Things that were all made anew.
    pub fn new(made: usize) -> Counts {
        Counts { made, ..Counts::default() }
    }
}

impl Timings {
    /// Runs a stage and notes its time.
    pub fn stage<T>(&mut self, name: &'static str, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = run();
        self.stages.push(Stage { name, time: started.elapsed(), counts: Counts::default() });
        result
    }

    /// These stages, and behind them those of what came after.
    pub fn and(mut self, after: Timings) -> Timings {
        self.stages.extend(after.stages);
        self
    }

    /// Notes what the last stage made.
    pub fn counted(&mut self, counts: Counts) {
        if let Some(stage) = self.stages.last_mut() {
            stage.counts = counts;
        }
    }

    /// Writes a table.
    pub fn table(&self, language: Language) -> String {
        let mut out = say!("stage              ms      made    reused from disk").to(language) + "\n";
        for stage in &self.stages {
            let ms = stage.time.as_secs_f64() * 1000.0;
            let Counts { made, reused, loaded } = stage.counts;
            out.push_str(&format!("{:<10} {ms:>10.1} {made:>9} {reused:>9} {loaded:>9}\n", stage.name));
        }
        out
    }
}
