//! Bad input gets a clear answer with a place: no panic, no hang, nothing lost in silence. The
//! cases are text, in `hostile/`; what each expects is what the program says, a line a problem.
//!
//! `FILES=100000`, `DOCUMENTS=100000` and `LINE=50` (megabytes) `cargo test in_proportion` build more; `CASE=…` runs the
//! cases whose titles hold a text. The program runs in a process of its own with limits on its time and its memory.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::user::is_root;
use crate::support::{say, skipped};
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

/// What a build took, as last seen before it ended.
#[cfg(target_os = "linux")]
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// Processor time in hundredths of a second.
    time: usize,
    /// The most memory that it held, in kilobytes.
    memory: usize,
}

#[cfg(target_os = "linux")]
impl Cost {
    /// Of a process so far; none when it has ended.
    fn seen(process: u32) -> Option<Cost> {
        let read = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}")).ok();
        let (stat, status) = (read("stat")?, read("status")?);
        // The name of the program in brackets may hold spaces; user and system time are the 14th and 15th value (proc(5)).
        let values: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let time = values.get(11)?.parse::<usize>().ok()? + values.get(12)?.parse::<usize>().ok()?;
        let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(Cost { time, memory: memory.split_whitespace().next()?.parse().ok()? })
    }

    /// Of a build of a book of one page in a folder where `fill` puts more.
    fn of(fill: impl Fn(&Path)) -> Cost {
        let desk = tempfile::tempdir().unwrap();
        let book = desk.path().join("book");
        make(&book, "a.md", "# 甲\n\n[[home]]\n");
        fill(&book.join("content"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_tebiki"));
        command.arg("build").arg(&book).arg("-d").arg(desk.path().join("site")).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut cost = Cost::default();
        loop {
            cost = Cost::seen(child.id()).unwrap_or(cost);
            if let Some(status) = child.try_wait().unwrap() {
                assert!(status.success());
                return cost;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }
}

/// Builds with so much, and with a quarter of it. Fails when all of it takes more than twice of what proportion
/// allows: a square would take four times of it.
#[cfg(target_os = "linux")]
fn grows_in_proportion(what: &str, much: usize, fill: impl Fn(&Path, usize)) {
    let [few, many] = [much / 4, much].map(|count| Cost::of(|content| fill(content, count)));
    say(&format!("{what}: {} take {few:?}, {much} take {many:?}", much / 4));
    assert!(many.time <= 8 * few.time.max(10), "{what}: {few:?}, then {many:?}");
    assert!(many.memory <= 8 * few.memory, "{what}: {few:?}, then {many:?}");
}

/// A number from the environment, for a larger test.
#[cfg(target_os = "linux")]
fn asked(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |number| number.parse().unwrap())
}

#[test]
#[cfg(target_os = "linux")]
fn many_files_take_time_and_memory_in_proportion() {
    grows_in_proportion("files", asked("FILES", 10_000), |content, files| {
        for folder in 0..100 {
            let folder = content.join(format!("folder{folder}"));
            fs::create_dir(&folder).unwrap();
            (0..files / 100).for_each(|file| fs::write(folder.join(format!("{file}.txt")), "").unwrap());
        }
    });
}

#[test]
#[cfg(target_os = "linux")]
fn many_pages_take_time_and_memory_in_proportion() {
    grows_in_proportion("pages", asked("DOCUMENTS", 400), |content, pages| {
        for page in 0..pages {
            let text = format!("# 頁{page}\n\n本文{page}。[[p{}]]を見る。\n", (page * 7 + 1) % pages);
            make(content.parent().unwrap(), &format!("{}/p{page}.md", page % 100), &text);
        }
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_long_line_takes_time_and_memory_in_proportion() {
    grows_in_proportion("megabytes of a line", asked("LINE", 4), |content, megabytes| {
        let line = "あいうえおかきく。".repeat(megabytes * 1_000_000 / 27);
        fs::write(content.join("b.md"), format!("# 乙\n\n[[home]]{line}\n")).unwrap();
    });
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
        let said: Vec<String> = (0..20).map(|_| build(&book)).collect();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        for said in said {
            assert!(["status 0", "status 1"].iter().any(|status| said.starts_with(status)), "{said}");
        }
    });
}
