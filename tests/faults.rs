//! What stands in the folder after the machine failed a build: killed, a full disk, no permission,
//! another build at the same time. The program itself is run.
//!
//! `KILLS=2000 cargo test killed` kills more often; `SEED=…` repeats a run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tebiki::path;
use tebiki::pipeline::{self, Memos};
use tebiki::publish::OWN;
use tebiki::site::Site;

use crate::support::{Random, skipped};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tebiki");

/// A folder with a book and the folder of its site.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn book(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Writes one of two books that share some pages and link to others that only one of them has.
    fn write(&self, state: usize) {
        let content = self.book().join("content");
        let _ = fs::remove_dir_all(&content);
        fs::create_dir_all(&content).unwrap();
        fs::write(self.book().join("book.toml"), "[book]\ntitle = \"試験\"\n").unwrap();
        fs::write(content.join("index.md"), format!("# 入口\n\n第{state}版。[[page0]]\n")).unwrap();
        for number in 0..12 {
            let page =
                format!("# 頁{number}\n\n第{state}版。[[page{}]]と[[only{state}-{number}]]。\n", (number + 1) % 12);
            fs::write(content.join(format!("page{number}.md")), page).unwrap();
            let only = format!("# 版{state}の頁{number}\n\n[[page{number}]]\n");
            fs::write(content.join(format!("only{state}-{number}.md")), only).unwrap();
            fs::write(content.join(format!("file{state}-{number}.txt")), "x".repeat(20_000)).unwrap();
        }
    }

    /// The site of the book as it is, built in memory.
    fn expected(&self) -> Site {
        let (sources, theme) = pipeline::load(&self.book(), Path::new("")).unwrap();
        pipeline::build(&sources, &theme, &mut Memos::default()).unwrap().site
    }

    fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg("build").arg(self.book()).arg("-d").arg(self.site());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn build(&self) -> Output {
        self.command().output().unwrap()
    }
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Files of a folder but those that publishing keeps for itself.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let named = entries.map(|entry| (path::normal(entry.path().strip_prefix(folder).unwrap()), entry));
    named
        .filter(|(path, _)| !path.starts_with(OWN))
        .map(|(path, entry)| (path, fs::read(entry.path()).unwrap()))
        .collect()
}

fn holds(folder: &Path, site: &Site) -> bool {
    files(folder) == site.iter().map(|(path, bytes)| (path.to_owned(), bytes.contents().unwrap().to_vec())).collect()
}

/// Addresses that a page refers to, as output paths.
fn references(page: &str, html: &str) -> BTreeSet<String> {
    let values = [" href=\"", " src=\""].into_iter().flat_map(|start| html.split(start).skip(1));
    let addresses = values.filter_map(|rest| rest.split(['"', '#', '?']).next());
    let inside = addresses.filter(|address| !address.is_empty() && !address.contains(':'));
    inside.map(|address| path::join(path::folder(page), &path::decode(address)).expect("it stays inside")).collect()
}

/// Checks a folder after a fault: every file is of one of the editions, whole; from the home page,
/// if there is one yet, every link leads somewhere; and what the search names exists.
fn check(folder: &Path, editions: &[Site]) {
    let found = files(folder);
    for (path, bytes) in &found {
        let known = editions.iter().any(|site| site.get(path).is_some_and(|known| known.contents() == Ok(&**bytes)));
        assert!(known, "{path} is of no edition");
    }
    let mut open = vec!["index.html".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(page) = open.pop().filter(|_| found.contains_key("index.html")) {
        let bytes = found.get(&page).unwrap_or_else(|| panic!("a link leads to {page}, which does not exist"));
        if seen.insert(page.clone()) && page.ends_with(".html") {
            open.extend(references(&page, std::str::from_utf8(bytes).unwrap()));
        }
    }
    if let Some(root) = found.get("search/root.js") {
        let whole = |site: &&Site| site.get("search/root.js").is_some_and(|known| known.contents() == Ok(&**root));
        let edition = editions.iter().find(whole).expect("it is of an edition");
        let mut names = edition.iter().map(|(path, _)| path).filter(|path| path.starts_with("search/"));
        let missing = names.find(|path| !found.contains_key(*path));
        assert!(missing.is_none() || !found.contains_key("index.html"), "the search lacks {missing:?}");
    }
}

/// Kills a build after a while, or a while after it has begun to write.
fn kill(mut child: Child, stage: &Path, wait: Duration, from_stage: bool) {
    let begun = Instant::now();
    while from_stage && !stage.exists() && child.try_wait().unwrap().is_none() && begun.elapsed().as_secs() < 60 {}
    std::thread::sleep(wait);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_build_leaves_an_edition_and_the_next_one_mends_it() {
    let kills: usize = std::env::var("KILLS").map_or(200, |kills| kills.parse().unwrap());
    let mut random = Random(std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap()));
    let desk = Desk::new();
    let editions = [1, 0].map(|state| {
        desk.write(state);
        desk.expected()
    });
    let begun = Instant::now();
    assert!(desk.build().status.success());
    let whole = begun.elapsed();
    let stage = desk.site().join(".tebiki-unfinished");
    let (mut state, mut unfinished) = (0, 0);
    for number in 0..kills {
        if number % 20 == 0 {
            fs::remove_dir_all(desk.site()).unwrap();
        }
        if random.below(2) == 0 {
            state = 1 - state;
            desk.write(state);
        }
        let from_stage = random.below(2) == 0;
        let longest = if from_stage { 10_000 } else { whole.as_micros() as usize };
        let wait = Duration::from_micros(random.below(longest) as u64);
        kill(desk.command().spawn().unwrap(), &stage, wait, from_stage);
        unfinished += usize::from(stage.exists());
        if desk.site().exists() {
            check(&desk.site(), &editions);
        }
        if number % 10 == 9 {
            let output = desk.build();
            assert!(output.status.success(), "{output:?}");
            assert!(holds(&desk.site(), &editions[1 - state]), "the folder is not mended after {number} kills");
            assert!(!stage.exists());
        }
    }
    assert!(unfinished * 20 > kills, "only {unfinished} of {kills} builds were killed while they wrote");
}

/// A small disk of its own. Not every machine lets us have one.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: PathBuf, kilobytes: usize) -> Option<Disk> {
        fs::create_dir(&folder).unwrap();
        let size = format!("size={kilobytes}k");
        let output = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&folder).output();
        match output {
            Ok(output) if output.status.success() => Some(Disk(folder)),
            other => {
                let why = other.map_or_else(|error| error.to_string(), |output| format!("{output:?}"));
                skipped(&format!("the tests of a full and of a read-only disk: cannot mount one ({why})"));
                None
            }
        }
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let status = Command::new("mount").args(["-o", &options]).arg(&self.0).status();
        assert!(status.unwrap().success(), "{options}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_edition() {
    let desk = Desk::new();
    desk.write(1);
    let new = desk.expected();
    desk.write(0);
    let old = desk.expected();
    let Some(disk) = Disk::mount(desk.site(), 8000) else { return };
    assert!(desk.build().status.success());
    desk.write(1);
    let mut refused = 0;
    // From no room at all to enough: the disk is full at another write each time.
    for kilobytes in (600..8000).step_by(300) {
        let used = Command::new("du").arg("-sk").arg(desk.site()).output().unwrap();
        let used: usize = String::from_utf8(used.stdout).unwrap().split('\t').next().unwrap().parse().unwrap();
        if kilobytes < used {
            continue;
        }
        disk.remount(&format!("size={kilobytes}k"));
        let output = desk.build();
        if output.status.success() {
            assert!(holds(&desk.site(), &new));
            break;
        }
        let complaint = complaint(&output);
        assert!(complaint.contains("No space left on device"), "{complaint}");
        assert!(complaint.contains("the site in the folder stays as it was"), "{complaint}");
        assert!(holds(&desk.site(), &old), "{kilobytes} kB");
        refused += 1;
    }
    assert!(refused > 0 && holds(&desk.site(), &new));
}

#[test]
fn a_read_only_disk_is_named() {
    let desk = Desk::new();
    desk.write(0);
    let Some(disk) = Disk::mount(desk.site(), 8000) else { return };
    disk.remount("ro");
    let complaint = complaint(&desk.build());
    assert!(complaint.contains("Read-only file system") && complaint.contains(desk.site().to_str().unwrap()));
}

#[test]
#[cfg(unix)]
fn a_folder_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    use crate::support::user;

    let desk = Desk::new();
    desk.write(0);
    fs::create_dir(desk.site()).unwrap();
    fs::set_permissions(desk.site(), fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = desk.command();
    if user::is_root() {
        command = Command::new(user::program_for_all(desk.folder.path()));
        command.arg("build").arg(desk.book()).arg("-d").arg(desk.site()).uid(user::NOBODY);
    }
    let complaint = complaint(&command.output().unwrap());
    assert!(complaint.contains("Permission denied"), "{complaint}");
    assert!(complaint.contains(&format!("cannot write in {}", desk.site().display())), "{complaint}");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let desk = Desk::new();
    desk.write(0);
    fs::write(desk.site(), "mine").unwrap();
    let complaint = complaint(&desk.build());
    assert!(complaint.contains("is a file, not a folder"), "{complaint}");
    assert_eq!(fs::read_to_string(desk.site()).unwrap(), "mine");
}

#[test]
fn folders_that_are_not_for_sites_are_refused() {
    let desk = Desk::new();
    desk.write(0);
    let [home, foreign] = ["home", "foreign"].map(|name| desk.folder.path().join(name));
    [&home, &foreign].iter().for_each(|folder| fs::create_dir(folder).unwrap());
    fs::write(foreign.join("thesis.txt"), "years of work").unwrap();
    // What a build keeps for the next one is there.
    assert!(desk.build().status.success());
    let before = snapshot(desk.folder.path());
    let refusal = |folder: &Path, why: &str| {
        let mut command = Command::new(PROGRAM);
        let output = command.arg("build").arg(desk.book()).arg("-d").arg(folder).env("HOME", &home).output().unwrap();
        let complaint = complaint(&output);
        assert!(complaint.contains("refusing to write the site to") && complaint.contains(why), "{complaint}");
    };
    refusal(Path::new("/"), "it is the root of the file system");
    refusal(&home, "it is the home folder");
    refusal(&desk.book(), "it holds the book itself");
    refusal(desk.folder.path(), "it holds the book itself");
    refusal(&desk.book().join("content"), "the book is read from");
    refusal(&desk.book().join("content/new"), "the book is read from");
    refusal(&foreign, "the folder is not empty and tebiki did not make it");
    assert!(snapshot(desk.folder.path()) == before);
}

/// The machine gives the program no more threads: whoever starts one panics.
#[test]
#[cfg(target_os = "linux")]
fn a_panic_is_called_a_bug_and_leaves_the_site() {
    use std::os::unix::process::CommandExt;

    use crate::support::user;

    let desk = Desk::new();
    let program = user::program_for_all(desk.folder.path());
    let build = |limit: &str| {
        let mut shell = Command::new("bash");
        shell.args(["-c", &format!("{limit} exec \"$0\" build \"$1\" -d \"$2\"")]).arg(&program);
        shell.arg(desk.book()).arg(desk.site()).current_dir(desk.folder.path());
        if user::is_root() {
            // The limit does not bind root.
            std::os::unix::fs::chown(desk.folder.path(), Some(user::NOBODY), None).unwrap();
            shell.uid(user::NOBODY);
        }
        shell.output().unwrap()
    };
    desk.write(0);
    let old = desk.expected();
    assert!(build("").status.success());
    desk.write(1);
    let output = build("ulimit -u 1 &&");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(101), "{said}");
    assert!(said.starts_with("error: a bug in tebiki, not in your book: "), "{said}");
    for line in ["\n  at ", "help: report it at https://", "help: a site that was published before still stands"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(holds(&desk.site(), &old));
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let desk = Desk::new();
    desk.write(0);
    assert!(desk.build().status.success());
    let lock = fs::File::options().write(true).open(desk.site().join(".tebiki-lock")).unwrap();
    lock.try_lock().unwrap();
    desk.write(1);
    let complaint = complaint(&desk.build());
    assert!(complaint.contains("another build is writing to"), "{complaint}");
    drop(lock);
    assert!(desk.build().status.success());
    // Without an arbiter: whoever comes too late is told so, and the folder is whole.
    let builds: Vec<Child> = (0..4).map(|_| desk.command().spawn().unwrap()).collect();
    let outputs: Vec<Output> = builds.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert!(outputs.iter().any(|output| output.status.success()));
    assert!(holds(&desk.site(), &desk.expected()));
}

/// Paths, contents and times of a book's files, but for the results that builds keep.
fn snapshot(book: &Path) -> Vec<(PathBuf, std::time::SystemTime, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(book).min_depth(1).sort_by_file_name().into_iter();
    entries
        .filter_entry(|entry| entry.file_name() != ".tebiki")
        .map(Result::unwrap)
        .map(|entry| {
            (
                entry.path().to_owned(),
                entry.metadata().unwrap().modified().unwrap(),
                fs::read(entry.path()).unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn no_command_but_those_that_say_so_writes_to_the_book() {
    let desk = Desk::new();
    desk.write(0);
    let before = snapshot(&desk.book());
    assert!(desk.build().status.success());
    for arguments in [&["check", "."][..], &["graph", "."], &["search", "頁"], &["schema"]] {
        let output = Command::new(PROGRAM).args(arguments).current_dir(desk.book()).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {output:?}");
    }
    assert!(snapshot(&desk.book()) == before);
    let archive = desk.command().args(["--archive"]).arg(desk.book().join("content/index.md")).output().unwrap();
    assert!(complaint(&archive).contains("the book is read from"));
    assert!(snapshot(&desk.book()) == before);
}

#[test]
fn results_that_broke_on_disk_are_made_again() {
    let desk = Desk::new();
    desk.write(0);
    let expected = desk.expected();
    for broken in 0..12 {
        assert!(desk.build().status.success());
        fs::remove_dir_all(desk.site()).unwrap();
        let kept = files(&desk.book().join(".tebiki"));
        for (pack, mut bytes) in kept.into_iter().filter(|(path, _)| path.ends_with(".pack")) {
            let at = bytes.len() * broken / 12;
            bytes[at] ^= 0x55;
            fs::write(desk.book().join(".tebiki").join(pack), bytes).unwrap();
        }
        let built = desk.build();
        assert!(built.status.success(), "{built:?}");
        assert!(holds(&desk.site(), &expected), "broken at {broken}/12");
    }
}
