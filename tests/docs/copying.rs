//! The recipes that copy a built book, run: rsync and rclone, each into a folder of this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::Path;
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

    /// Makes the site a minute older: rsync takes two times in one second for one, and nobody publishes as fast as a test.
    fn age(&self) {
        let then = SystemTime::now() - Duration::from_secs(60);
        for path in files(&self.0.path().join("book")).keys() {
            let file = File::options().write(true).open(self.0.path().join("book").join(path)).unwrap();
            file.set_modified(then).unwrap();
        }
    }

    fn build(&self) {
        let built = Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("build").arg(self.0.path()).output().unwrap();
        assert!(built.status.success(), "{built:?}");
    }

    /// Changes a page, takes another away, and builds again. Returns what a copy must send and what it must remove.
    fn edit(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let before = files(&self.0.path().join("book"));
        let page = self.0.path().join("content/index.md");
        let text = std::fs::read_to_string(&page).unwrap();
        std::fs::write(&page, format!("{text}\nOne more sentence.\n")).unwrap();
        std::fs::remove_file(self.0.path().join("content/old.md")).unwrap();
        self.build();
        let after = files(&self.0.path().join("book"));
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

/// The lines of the recipe that start with a program and name a target.
fn recipe(program: &str, target: &str) -> Vec<String> {
    let blocks = blocks("docs/content/publishing/rsync-and-s3.md");
    let block = blocks.iter().find(|block| block.text.starts_with(program)).unwrap();
    let lines: Vec<String> = block.text.lines().map(str::to_owned).collect();
    assert!(lines.iter().all(|line| line.contains(target)), "{lines:?}");
    lines
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
    let book = Built::new();
    let copy = tempfile::tempdir().unwrap();
    let target = format!("{}/", copy.path().display());
    let lines: Vec<String> = recipe("rsync ", "example.org:/srv/handbook/")
        .iter()
        .map(|line| line.replace("example.org:/srv/handbook/", &target).replace("rsync ", "rsync --itemize-changes "))
        .collect();
    run(&lines, book.0.path(), &[]);
    assert_eq!(files(copy.path()), files(&book.0.path().join("book")));
    let changes = book.edit();
    assert_eq!(listed(&run(&lines, book.0.path(), &[])), changes);
    assert_eq!(files(copy.path()), files(&book.0.path().join("book")));
    assert_eq!(listed(&run(&lines, book.0.path(), &[])), <_>::default(), "nothing is left to do");
    // A machine that builds from nothing has new times for all files.
    std::fs::remove_dir_all(book.0.path().join("book")).unwrap();
    book.build();
    let again: Vec<String> = lines.iter().map(|line| line.replace("rsync ", "rsync --checksum ")).collect();
    let touched = run(&again, book.0.path(), &[]);
    assert!(!touched.lines().any(|line| line.starts_with(">f") && line.as_bytes()[2] == b'c'), "{touched}");
}

/// A folder stands in for the storage: what rclone compares is the sum of the contents either way.
#[test]
fn rclone_sends_what_an_edit_changed_and_removes_what_is_gone() {
    if !is_installed("rclone") {
        return;
    }
    let book = Built::new();
    let storage = tempfile::tempdir().unwrap();
    let environment = [
        ("RCLONE_CONFIG", "/dev/null"),
        ("RCLONE_CONFIG_STORE_TYPE", "alias"),
        ("RCLONE_CONFIG_STORE_REMOTE", storage.path().to_str().unwrap()),
    ];
    // Its list of what it did is on standard error.
    let lines: Vec<String> = recipe("rclone copy --checksum --exclude", "store:handbook")
        .iter()
        .map(|line| format!("{line} -v 2>&1"))
        .collect();
    let copy = storage.path().join("handbook");
    run(&lines, book.0.path(), &environment);
    assert_eq!(files(&copy), files(&book.0.path().join("book")));
    let changes = book.edit();
    // As on a machine that builds from nothing: all times are new.
    std::fs::remove_dir_all(book.0.path().join("book")).unwrap();
    book.build();
    let said = run(&lines, book.0.path(), &environment);
    let named = |what: &str| -> BTreeSet<String> {
        let lines = said.lines().filter_map(|line| line.split_once(" INFO  : ")?.1.split_once(what));
        lines.map(|(path, _)| path.to_owned()).collect()
    };
    assert_eq!((named(": Copied ("), named(": Deleted")), changes, "{said}");
    assert_eq!(files(&copy), files(&book.0.path().join("book")));
}
