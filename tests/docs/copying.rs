//! The recipes that copy a built book, run: rsync and rclone, each into a folder of this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::samples::{blocks, first_book};
use crate::texts::book;

/// A book in its folder, built.
struct Built(tempfile::TempDir);

impl Built {
    fn new() -> Built {
        let mut files = first_book();
        files.push(("old.md".into(), "# Old\n\n[[home]]\n".into()));
        let built = Built(book::write(&files));
        built.build();
        built.age();
        built
    }

    fn site(&self) -> PathBuf {
        self.0.path().join("book")
    }

    /// Makes the site a minute older: rsync takes two times in one second for one, and nobody publishes as fast as a test.
    fn age(&self) {
        let then = SystemTime::now() - Duration::from_secs(60);
        for path in files(&self.site()).keys() {
            let file = File::options().write(true).open(self.site().join(path)).unwrap();
            file.set_modified(then).unwrap();
        }
    }

    fn build(&self) {
        let built = Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("build").arg(self.0.path()).output().unwrap();
        assert!(built.status.success(), "{built:?}");
    }

    /// Builds as a machine does that has nothing of an earlier build: all files have new times.
    fn build_from_nothing(&self) {
        std::fs::remove_dir_all(self.site()).unwrap();
        self.build();
    }

    /// Runs lines, after which a folder is a copy of the site. Returns what they printed.
    fn copy(&self, lines: &[String], environment: &[(&str, &str)], copy: &Path) -> String {
        let said = run(lines, self.0.path(), environment);
        assert_eq!(files(copy), files(&self.site()));
        said
    }

    /// Changes a page, takes another away, and builds again. Returns what a copy must send and what it must remove.
    fn edit(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let before = files(&self.site());
        let page = self.0.path().join("content/index.md");
        let text = std::fs::read_to_string(&page).unwrap();
        std::fs::write(&page, format!("{text}\nOne more sentence.\n")).unwrap();
        std::fs::remove_file(self.0.path().join("content/old.md")).unwrap();
        self.build();
        let after = files(&self.site());
        let sent = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
        let gone = before.keys().filter(|path| !after.contains_key(*path));
        let changes =
            (sent.map(|(path, _)| path.clone()).collect::<BTreeSet<_>>(), gone.cloned().collect::<BTreeSet<_>>());
        assert!(changes.0.contains("index.html") && changes.1.contains("old.html"), "{changes:?}");
        assert!(changes.0.len() < after.len() / 2, "an edit changes few files: {changes:?}");
        changes
    }
}

/// The files of a folder that a copy brings, by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap());
    let path = |entry: &walkdir::DirEntry| tebiki::path::normal(entry.path().strip_prefix(folder).unwrap());
    let all = all.filter(|entry| entry.file_type().is_file() && !path(entry).starts_with(".tebiki-"));
    all.map(|entry| (path(&entry), std::fs::read(entry.path()).unwrap())).collect()
}

/// The lines of the recipe that start with a program and name a target, filled in.
fn recipe(program: &str, target: &str, fill: impl Fn(&str) -> String) -> Vec<String> {
    let blocks = blocks("docs/content/publishing/rsync-and-s3.md");
    let block = blocks.iter().find(|block| block.text.starts_with(program)).unwrap();
    assert!(block.text.lines().all(|line| line.contains(target)), "{}", block.text);
    block.text.lines().map(fill).collect()
}

fn is_installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: {program} is not installed, its recipe was not tried\n");
    }
    found
}

/// Runs lines in the folder of a book. Returns what they printed.
fn run(lines: &[String], folder: &Path, environment: &[(&str, &str)]) -> String {
    let mut said = String::new();
    for line in lines {
        let mut shell = Command::new("sh");
        // What the user has set for storage of theirs is not meant.
        shell.args(["-c", line]).current_dir(folder).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        let ran = shell.envs(environment.iter().copied()).output().unwrap();
        assert!(ran.status.success(), "{line}: {ran:?}");
        said.push_str(&String::from_utf8(ran.stdout).unwrap());
    }
    said
}

/// What rsync sent and removed, of its list of changes: `>f` is a file that was sent, `*deleting` one that was removed.
fn listed(said: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let of = |start: &str| -> BTreeSet<String> {
        let lines = said.lines().filter(|line| line.starts_with(start) && !line.ends_with('/'));
        lines.filter_map(|line| line.split_once(' ')).map(|(_, path)| path.trim_start().to_owned()).collect()
    };
    (of(">f"), of("*deleting"))
}

#[test]
fn rsync_sends_what_an_edit_changed_and_removes_what_is_gone() {
    if !is_installed("rsync") {
        return;
    }
    let (book, copy) = (Built::new(), tempfile::tempdir().unwrap());
    let (copy, target) = (copy.path(), "example.org:/srv/handbook/");
    let here = format!("{}/", copy.display());
    let lines =
        recipe("rsync ", target, |line| line.replace(target, &here).replace("rsync ", "rsync --itemize-changes "));
    let copied = |lines: &[String]| book.copy(lines, &[], copy);
    copied(&lines);
    let changes = book.edit();
    assert_eq!(listed(&copied(&lines)), changes);
    assert_eq!(listed(&copied(&lines)), <_>::default(), "nothing is left to do");
    book.build_from_nothing();
    let again: Vec<String> = lines.iter().map(|line| line.replace("rsync ", "rsync --checksum ")).collect();
    let touched = copied(&again);
    assert!(!touched.lines().any(|line| line.starts_with(">f") && line.as_bytes()[2] == b'c'), "{touched}");
}

/// A folder stands in for the storage: what rclone compares is the sum of the contents either way.
#[test]
fn rclone_sends_what_an_edit_changed_and_removes_what_is_gone() {
    if !is_installed("rclone") {
        return;
    }
    let (book, storage) = (Built::new(), tempfile::tempdir().unwrap());
    let environment = [
        ("RCLONE_CONFIG", "/dev/null"),
        ("RCLONE_CONFIG_STORE_TYPE", "alias"),
        ("RCLONE_CONFIG_STORE_REMOTE", storage.path().to_str().unwrap()),
    ];
    // Its list of what it did is on standard error.
    let lines = recipe("rclone copy --checksum --exclude", "store:handbook", |line| format!("{line} -v 2>&1"));
    let copied = || book.copy(&lines, &environment, &storage.path().join("handbook"));
    copied();
    let changes = book.edit();
    book.build_from_nothing();
    let said = copied();
    let named = |what: &str| -> BTreeSet<String> {
        let lines = said.lines().filter_map(|line| line.split_once(" INFO  : ")?.1.split_once(what));
        lines.map(|(path, _)| path.to_owned()).collect()
    };
    assert_eq!((named(": Copied ("), named(": Deleted")), changes, "{said}");
}
