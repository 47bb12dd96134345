//! Where the time of a build goes.

use std::time::{Duration, Instant};

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
    /// How many things it made.
    pub made: usize,
    /// How many of them were taken from an earlier build.
    pub reused: usize,
}

impl Timings {
    /// Runs a stage and notes its time.
    pub fn stage<T>(&mut self, name: &'static str, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = run();
        self.stages.push(Stage { name, time: started.elapsed(), made: 0, reused: 0 });
        result
    }

    /// Notes how many things the last stage made, reused ones among them.
    pub fn counted(&mut self, made: usize, reused: usize) {
        if let Some(stage) = self.stages.last_mut() {
            (stage.made, stage.reused) = (made, reused);
        }
    }

    /// Returns how many things a stage made and reused; zeros for a stage that did not run.
    pub fn counts(&self, name: &str) -> (usize, usize) {
        let stage = self.stages.iter().find(|stage| stage.name == name);
        stage.map_or((0, 0), |stage| (stage.made, stage.reused))
    }

    /// Writes a table.
    pub fn table(&self) -> String {
        let mut out = format!("{:<10} {:>10} {:>9} {:>9}\n", "stage", "ms", "made", "reused");
        for stage in &self.stages {
            let ms = stage.time.as_secs_f64() * 1000.0;
            out.push_str(&format!("{:<10} {ms:>10.1} {:>9} {:>9}\n", stage.name, stage.made, stage.reused));
        }
        out
    }
}
