//! Days of last changes: from the front matter, else from git, else none.

use std::path::Path;
use std::process::Command;

const BOOK: &str = "[book]\ntitle = \"試験\"\n";

fn run(program: &str, args: &[&str], folder: &Path) {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "a").env(format!("GIT_{role}_EMAIL"), "a@example.org");
        command.env(format!("GIT_{role}_DATE"), "2026-01-02T03:04:05+0900");
    }
    assert!(command.output().unwrap().status.success(), "{program} {args:?}");
}

fn book() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
    std::fs::create_dir(folder.path().join("content")).unwrap();
    write("book.toml", BOOK);
    write("content/index.md", "---\ntitle: 表紙\ncollect: [{kind: '*', latest: 2, title: 最近の変更}]\n---\n");
    write("content/古い.md", "---\ntitle: 古い\n---\n");
    write("content/said.md", "---\ntitle: 自分で言う\nupdated: 2026-02-03\n---\n");
    folder
}

fn built(folder: &Path, page: &str) -> String {
    run(env!("CARGO_BIN_EXE_tebiki"), &["build"], folder);
    std::fs::read_to_string(folder.join("book").join(page)).unwrap()
}

#[test]
fn a_page_shows_the_day_of_its_last_commit_or_the_one_it_says() {
    let folder = book();
    run("git", &["init", "-q"], folder.path());
    run("git", &["add", "."], folder.path());
    run("git", &["commit", "-q", "-m", "first"], folder.path());
    assert!(built(folder.path(), "古い.html").contains("2026-01-02"));
    assert!(built(folder.path(), "said.html").contains("2026-02-03"));
    let home = built(folder.path(), "index.html");
    let (newer, older) = (home.find("2026-02-03").unwrap(), home.find("2026-01-02").unwrap());
    assert!(newer < older, "the newest change comes first");
}

#[test]
fn without_git_only_what_pages_say_is_known() {
    let folder = book();
    assert!(!built(folder.path(), "古い.html").contains("<time"));
    assert!(built(folder.path(), "changes.html").contains("2026-02-03"));
}

#[test]
fn a_shallow_clone_knows_no_days() {
    let (folder, clone) = (book(), tempfile::tempdir().unwrap());
    for args in [&["init", "-q"][..], &["add", "."], &["commit", "-q", "-m", "first"]] {
        run("git", args, folder.path());
    }
    run("git", &["commit", "-q", "--allow-empty", "-m", "second"], folder.path());
    let address = format!("file://{}", folder.path().display());
    run("git", &["clone", "-q", "--depth", "1", &address, "."], clone.path());
    assert!(!built(clone.path(), "古い.html").contains("<time"));
}
