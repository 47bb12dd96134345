//! Bad input gets a clear answer with a place: no panic, no hang, nothing lost in silence. The
//! cases are text, in `hostile/`; what each expects is what the program says, a line a problem.
//!
//! `FILES=100000 cargo test many_files` reads more of them; `CASE=…` runs the cases whose titles hold
//! a text. The program runs in a process of its own with limits on its time and its memory.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::skipped;
use crate::support::user::is_root;
use crate::texts::cases;

/// Seconds of a processor that a build may take. The largest inputs need a few seconds in an
/// unoptimised build; what grows with the square of its input needs minutes.
const SECONDS: u32 = 60;

/// Kilobytes of memory that a build may take.
const KILOBYTES: u32 = 6_000_000;

#[test]
fn bad_input_gets_a_clear_answer() {
    let only = std::env::var("CASE").unwrap_or_default();
    cases::check("hostile", |case| {
        if !case.title.contains(&only) {
            return case.expected.clone();
        }
        let desk = tempfile::tempdir().unwrap();
        let book = desk.path().join("book");
        if case.input.contains(UNREADABLE) && !without_privileges() {
            skipped(&format!("{}: permissions do not bind root, and there is no setpriv", case.title));
            return case.expected.clone();
        }
        for (path, text) in cases::cut(&case.input) {
            make(&book, &path, &text);
        }
        build(&book)
    });
}

/// What follows the path of something that nobody may read.
const UNREADABLE: &str = " (unreadable)";

/// Makes what a line `--- path` of a case asks for; a note behind the path says what else than a file
/// it is. A book without a home page gets one.
fn make(book: &Path, path: &str, text: &str) {
    let text = unescape(text.strip_suffix('\n').unwrap_or(text));
    let content = book.join("content");
    fs::create_dir_all(&content).unwrap();
    if !content.join("index.md").exists() {
        fs::write(content.join("index.md"), "# 入口\n").unwrap();
    }
    if let Some((path, target)) = path.split_once(" -> ") {
        std::os::unix::fs::symlink(target, place(book, path)).unwrap();
    } else if let Some(path) = path.strip_suffix(" (pipe)") {
        assert!(Command::new("mkfifo").arg(place(book, path)).status().unwrap().success());
    } else if let Some(path) = path.strip_suffix(" (socket)") {
        drop(std::os::unix::net::UnixListener::bind(place(book, path)).unwrap());
    } else if let Some(path) = path.strip_suffix(" (absent)") {
        fs::remove_file(place(book, path)).unwrap();
    } else if let Some(path) = path.strip_suffix(UNREADABLE) {
        let place = place(book, path);
        fs::write(&place, text).unwrap();
        fs::set_permissions(place, fs::Permissions::from_mode(0o000)).unwrap();
    } else {
        fs::write(place(book, path), text).unwrap();
    }
}

/// Where a path of a case lies; its folders are made. Names are bytes.
fn place(book: &Path, path: &str) -> PathBuf {
    let path = unescape(path);
    let place = match path.strip_prefix(b"../") {
        Some(beside) => book.join(OsStr::from_bytes(beside)),
        None if path == b"book.toml" => book.join("book.toml"),
        None => book.join("content").join(OsStr::from_bytes(&path)),
    };
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    place
}

/// What takes from root the right to read what nobody may read; in front of a command.
const DROP: &str = "setpriv --inh-caps -all --bounding-set -dac_override,-dac_read_search";

/// Whether permissions bind the program: for root only where [`DROP`] works.
fn without_privileges() -> bool {
    is_root()
        .then(|| Command::new("sh").args(["-c", &format!("{DROP} true")]).status())
        .is_none_or(|status| status.unwrap().success())
}

/// Reads `\n`, `\r`, `\t`, `\\`, `\xNN`, and `⟪text×3⟫` for a text three times; in it `⟪#⟫` is the
/// number of the turn, and such a number of times is written `×#`.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    expand(text, 0, &mut out);
    out
}

fn expand(text: &str, turn: usize, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '⟪']) {
        out.extend(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        rest = if let Some(after) = rest.strip_prefix("⟪#⟫") {
            out.extend(turn.to_string().as_bytes());
            after
        } else if rest.starts_with('⟪') {
            repeat(rest, turn, out)
        } else {
            escape(&rest[1..], out)
        };
    }
    out.extend(rest.as_bytes());
}

/// Reads one `⟪text×3⟫`; returns what follows.
fn repeat<'a>(text: &'a str, turn: usize, out: &mut Vec<u8>) -> &'a str {
    let mut depth = 0;
    let end = text.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '⟪') - i32::from(*c == '⟫');
        depth == 0
    });
    let end = end.expect("it is closed").0;
    let (inside, count) = text['⟪'.len_utf8()..end].rsplit_once('×').expect("it says how often");
    let count = if count == "#" { turn } else { count.trim().parse().unwrap() };
    (0..count).for_each(|turn| expand(inside, turn, out));
    &text[end + '⟫'.len_utf8()..]
}

fn escape<'a>(text: &'a str, out: &mut Vec<u8>) -> &'a str {
    let (byte, length) = match text.as_bytes()[0] {
        b'n' => (b'\n', 1),
        b'r' => (b'\r', 1),
        b't' => (b'\t', 1),
        b'x' => (u8::from_str_radix(&text[1..3], 16).unwrap(), 3),
        other => (other, 1),
    };
    out.push(byte);
    &text[length..]
}

/// Builds with limits. Returns the exit status and what was said, a line a problem.
fn build(book: &Path) -> String {
    let before = if is_root() && without_privileges() { DROP } else { "" };
    let script = format!("ulimit -t {SECONDS}; ulimit -v {KILOBYTES}; exec {before} \"$0\" build \"$1\" -d \"$2\"");
    let site = book.parent().unwrap().join("site");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_tebiki")).arg(book).arg(&site);
    let output = shell.output().unwrap();
    let status = output.status.code().map_or_else(|| output.status.to_string(), |code| code.to_string());
    let said = String::from_utf8_lossy(&output.stderr).replace(&format!("{}/", book.display()), "");
    format!("status {status}\n{}", summary(&said))
}

/// The lines that say what is wrong, where, and what to do; without the lines of the file that are
/// shown with them, and without what would move a terminal.
fn summary(said: &str) -> String {
    assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
    let mut lines: Vec<String> = Vec::new();
    for line in said.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains(" errors, ")) {
        if let Some(place) = line.strip_prefix("--> ") {
            lines.last_mut().unwrap().push_str(&format!(" ({place})"));
        } else if !line.starts_with('|')
            && line.split_once(" |").is_none_or(|(number, _)| number.parse::<u32>().is_err())
        {
            // What a template could have asked for instead changes with every new field.
            let line = line.split(" Available ").next().unwrap_or(line);
            lines.push(line.chars().take(160).collect());
        }
    }
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    lines.extend((more > 0).then(|| format!("and {more} lines more")));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Lines of what is said that a case pins down.
const SHOWN: usize = 8;

/// A book with one page, in a folder where `fill` may put what it likes.
fn said_of(fill: impl Fn(&Path)) -> String {
    let desk = tempfile::tempdir().unwrap();
    let book = desk.path().join("book");
    make(&book, "a.md", "# 甲\n\n[[home]]\n");
    fill(&book.join("content"));
    build(&book)
}

#[test]
fn many_files_are_read() {
    let files: usize = std::env::var("FILES").map_or(20_000, |files| files.parse().unwrap());
    let said = said_of(|content| {
        for number in 0..100 {
            let folder = content.join(format!("folder{number}"));
            fs::create_dir(&folder).unwrap();
            (0..files / 100).for_each(|file| fs::write(folder.join(format!("{file}.txt")), "").unwrap());
        }
    });
    assert_eq!(said, "status 0\n");
}

#[test]
fn files_that_change_and_vanish_while_they_are_read_do_no_harm() {
    let desk = tempfile::tempdir().unwrap();
    let book = desk.path().join("book");
    make(&book, "a.md", "# A\n");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut turn = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                turn += 1;
                for number in 0..50 {
                    let file = book.join(format!("content/p{number}.md"));
                    if (turn + number) % 3 == 0 {
                        let _ = fs::remove_file(file);
                    } else {
                        fs::write(file, "# P\n\n[[home]]\n".repeat(turn % 7)).unwrap();
                    }
                }
            }
        });
        for _ in 0..20 {
            let said = build(&book);
            assert!(["status 0", "status 1"].iter().any(|status| said.starts_with(status)), "{said}");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
