//! When files were last changed, as git knows it: the only reader of version control.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::path;

/// The last change of a file. Changes are in the order of days, then of commits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Day of the commit where it was made, `2026-11-21`.
    pub day: String,
    /// Seconds since 1970 of the commit; 0 where only the day is known.
    pub at: u64,
}

/// The last changes of files by their path from the book's root.
pub type Changes = BTreeMap<String, Change>;

/// Names as they are; and nothing that the settings of a stranger's repository can make git run.
const SETTINGS: [&str; 6] =
    ["-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"];

/// Starts the line of a commit in what git is asked to print.
const COMMIT: char = '\u{1}';

/// Reads the last changes of all files below a folder of a book. A book without git has none. Nor
/// has one in a shallow clone: there every file seems to be as old as the clone.
pub fn read(root: &Path, folder: &Path) -> Changes {
    let shallow = git(root, &["rev-parse", "--is-shallow-repository"]);
    if shallow.as_deref().map(str::trim) != Some("false") {
        return Changes::new();
    }
    let format = format!("--format={COMMIT}%ct %cs");
    let folder = path::normal(folder);
    let log = git(root, &["log", "--no-renames", "--name-only", "--relative", &format, "--", &folder]);
    log.map_or_else(Changes::new, |log| parse(&log))
}

/// What git prints; none when it is not there, or this is no work tree.
fn git(root: &Path, words: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(root).args(SETTINGS).args(words).output();
    let output = output.ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Reads a log: a line for each commit, newest first, and below it the files that it touched.
fn parse(log: &str) -> Changes {
    let mut changes = Changes::new();
    let mut commit = None;
    for line in log.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix(COMMIT) {
            Some(head) => commit = change(head),
            None => {
                let Some(change) = &commit else { continue };
                changes.entry(path::normal(Path::new(line))).or_insert_with(|| change.clone());
            }
        }
    }
    changes
}

fn change(head: &str) -> Option<Change> {
    let (at, day) = head.split_once(' ')?;
    Some(Change { day: day.to_owned(), at: at.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::{Change, parse};

    #[test]
    fn the_newest_commit_of_a_file_counts() {
        let changes = parse("\u{1}200 2026-11-21\n\ncontent/a.md\n\u{1}100 2026-11-20\n\ncontent/a.md\ncontent/b.md\n");
        assert_eq!(changes["content/a.md"], Change { day: "2026-11-21".into(), at: 200 });
        assert_eq!(changes["content/b.md"], Change { day: "2026-11-20".into(), at: 100 });
    }
}
