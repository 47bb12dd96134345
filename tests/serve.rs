//! `tebiki serve` follows a book that people and editors write to: the program itself is run.
//!
//! `REBUILDS=1000 cargo test serve` watches the memory for longer; `tests/run` does.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_tebiki");

/// A book that is served.
struct Desk {
    folder: tempfile::TempDir,
    server: Child,
    origin: String,
    /// What the terminal shows.
    told: Arc<Mutex<String>>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(content.join("部")).unwrap();
        fs::write(content.join("index.md"), "# 入口\n\n[[頁]]を見る。\n").unwrap();
        fs::write(content.join("部/頁.md"), "# 頁\n\n本文。\n").unwrap();
        Desk::of(folder, "")
    }

    /// Serves the book in a folder of a folder.
    fn of(folder: tempfile::TempDir, book: &str) -> Desk {
        let mut command = Command::new(PROGRAM);
        command.arg("serve").arg(folder.path().join(book)).args(["-p", "0"]).stdin(Stdio::null());
        let mut server = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut origin = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut origin).unwrap();
        let told = Arc::new(Mutex::new(String::new()));
        let (heard, terminal) = (told.clone(), BufReader::new(server.stderr.take().unwrap()));
        std::thread::spawn(move || {
            for line in terminal.lines().map_while(Result::ok) {
                heard.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let desk = Desk { folder, server, origin: origin.trim_end().to_owned(), told };
        // The address comes by another way than what the terminal shows, and may be heard before it.
        desk.until("the first build", |desk| desk.builds() > 0);
        desk
    }

    fn content(&self, path: &str) -> PathBuf {
        self.folder.path().join("content").join(path)
    }

    /// Contents of an address, or its status.
    fn get(&self, path: &str) -> Result<String, u16> {
        let escaped: String = path
            .bytes()
            .map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect();
        match ureq::get(format!("{}{escaped}", self.origin)).call() {
            Ok(mut answer) => Ok(answer.body_mut().read_to_string().unwrap()),
            Err(ureq::Error::StatusCode(status)) => Err(status),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    fn shows(&self, path: &str, text: &str) -> bool {
        self.get(path).is_ok_and(|page| page.contains(text))
    }

    /// What open pages are told of the edition after one that they know.
    fn edition(&self, known: u64) -> Value {
        serde_json::from_str(&self.get(&format!("__tebiki/edition?known={known}")).unwrap()).unwrap()
    }

    /// Waits until the server is in a state.
    fn until(&self, what: &str, holds: impl Fn(&Desk) -> bool) {
        let started = Instant::now();
        while !holds(self) {
            assert!(started.elapsed() < Duration::from_secs(60), "{what}: {}", self.told.lock().unwrap());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How often the book was built.
    fn builds(&self) -> usize {
        self.told.lock().unwrap().matches("built in ").count()
    }

    /// Memory of the server in KiB.
    fn memory(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }
}

#[test]
fn texts_are_squeezed_for_who_takes_them() {
    let desk = Desk::new();
    let address = desk.origin.replace("http://", "");
    let raw = |codings: &str| {
        let mut stream = TcpStream::connect(address.trim_end_matches('/')).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {codings}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).into_owned(), answer.split_off(end + 4))
    };
    let (head, plain) = raw("br");
    assert!(!head.contains("Content-Encoding"), "{head}");
    assert!(!raw("gzip;q=0, br").0.contains("Content-Encoding"));
    let (head, squeezed) = raw("br, gzip;q=0.5");
    assert!(head.contains("Content-Encoding: gzip") && head.contains("Vary: Accept-Encoding"), "{head}");
    let mut body = Vec::new();
    flate2::read::GzDecoder::new(squeezed.as_slice()).read_to_end(&mut body).unwrap();
    assert_eq!(body, plain);
    assert!(squeezed.len() < plain.len() / 2);
}

#[test]
fn editors_save_in_many_ways() {
    let desk = Desk::new();
    let page = desk.content("部/頁.md");
    fs::write(&page, "# 頁\n\n書き直した。\n").unwrap();
    desk.until("a file that is written in place", |desk| desk.shows("部/頁.html", "書き直した"));
    fs::write(desk.content("部/.頁.md.swp"), "半分").unwrap();
    fs::write(desk.content("部/頁.md.tmp"), "# 頁\n\n改名で保存した。\n").unwrap();
    fs::rename(desk.content("部/頁.md.tmp"), &page).unwrap();
    desk.until("a file that is renamed over another", |desk| desk.shows("部/頁.html", "改名で保存した"));
    fs::rename(&page, desk.content("部/頁.md~")).unwrap();
    fs::write(&page, "# 頁\n\n控えを残した。\n").unwrap();
    desk.until("a file that is moved away and written anew", |desk| desk.shows("部/頁.html", "控えを残した"));
    assert_eq!(desk.get("部/.頁.md.swp"), Err(404));
}

#[test]
fn folders_move_and_are_replaced() {
    let desk = Desk::new();
    fs::rename(desk.content("部"), desk.content("章")).unwrap();
    desk.until("a folder that moved", |desk| desk.shows("章/頁.html", "本文"));
    desk.until("its old place", |desk| desk.get("部/頁.html") == Err(404));
    desk.until("a link to it", |desk| desk.shows("index.html", "章/頁.html"));
    fs::create_dir(desk.folder.path().join("新")).unwrap();
    fs::write(desk.folder.path().join("新/頁.md"), "# 頁\n\n取り替えた。\n").unwrap();
    fs::rename(desk.content("章"), desk.folder.path().join("古")).unwrap();
    fs::rename(desk.folder.path().join("新"), desk.content("章")).unwrap();
    desk.until("a folder that was replaced", |desk| desk.shows("章/頁.html", "取り替えた"));
    fs::write(desk.content("章/頁.md"), "# 頁\n\nその後。\n").unwrap();
    desk.until("a file in the new folder", |desk| desk.shows("章/頁.html", "その後"));
}

#[test]
fn a_mistake_is_told_to_open_pages_and_goes_away() {
    let desk = Desk::new();
    let problems = |desk: &Desk| desk.edition(0)["problems"].as_str().unwrap().to_owned();
    assert_eq!(problems(&desk), "");
    fs::write(desk.content("部/頁.md"), "# 頁\n\n[[どこにもない]]\n").unwrap();
    desk.until("a dead link", |desk| problems(desk).contains("dead-link"));
    let shown = problems(&desk);
    assert!(shown.contains("content/部/頁.md:3:1"), "{shown}");
    desk.until("the same in the terminal", |desk| desk.told.lock().unwrap().contains(&shown));
    fs::write(desk.content("部/頁.md"), "# 頁\n").unwrap();
    desk.until("mended", |desk| problems(desk).is_empty());
    fs::write(desk.folder.path().join("book.toml"), "[bok]\n").unwrap();
    desk.until("a wrong configuration", |desk| problems(desk).contains("bok"));
    fs::remove_file(desk.folder.path().join("book.toml")).unwrap();
    desk.until("no configuration", |desk| problems(desk).is_empty());
}

#[test]
fn many_saves_at_once_are_one_rebuild() {
    let desk = Desk::new();
    let before = desk.builds();
    for number in 0..50 {
        fs::write(desk.content(&format!("頁{number}.md")), format!("# 頁{number}\n")).unwrap();
    }
    desk.until("all of them", |desk| (0..50).all(|number| desk.get(&format!("頁{number}.html")).is_ok()));
    let builds = desk.builds() - before;
    assert!(builds <= 10, "{builds} rebuilds of 50 saves");
}

#[test]
fn an_unchanged_save_is_no_news_for_open_pages() {
    let desk = Desk::new();
    let before = desk.edition(0);
    let builds = desk.builds();
    // Put there whole: a file that is written in place is empty for a moment, and may be read in it.
    let same = tempfile::NamedTempFile::new().unwrap();
    fs::write(&same, "# 頁\n\n本文。\n").unwrap();
    fs::rename(&same, desk.content("部/頁.md")).unwrap();
    desk.until("a rebuild", |desk| desk.builds() > builds);
    assert!(desk.told.lock().unwrap().trim_end().ends_with(", 0 pages rendered"));
    assert_eq!(desk.edition(0)["substance"], before["substance"]);
}

#[test]
fn many_rebuilds_take_no_more_memory_than_few() {
    let rebuilds: usize = std::env::var("REBUILDS").map_or(100, |rebuilds| rebuilds.parse().unwrap());
    let desk = Desk::new();
    let save = |number: usize| {
        let text = format!("# 頁\n\n第{number}版。\n").repeat(1 + number % 7);
        fs::write(desk.content("部/頁.md"), text).unwrap();
        desk.until("a rebuild", |desk| desk.shows("部/頁.html", &format!("第{number}版")));
    };
    (0..rebuilds / 10).for_each(save);
    let early = desk.memory();
    (rebuilds / 10..rebuilds).for_each(save);
    let late = desk.memory();
    // The allocator keeps what it has had; what a rebuild leaves behind would be there a thousand times.
    assert!(late < early + 16 * 1024, "{early} KiB, then {late} KiB");
}

/// An mdBook includes files from beside it: they are not in its folder, and still its text.
#[test]
fn a_file_outside_of_the_book_that_a_page_includes_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let write = |path: &PathBuf, text: &str| fs::write(path, text).unwrap();
    for inner in [".git", "code", "guide/src"] {
        fs::create_dir_all(path(inner)).unwrap();
    }
    write(&path("guide/book.toml"), "[book]\ntitle = \"Guide\"\n");
    write(&path("guide/src/SUMMARY.md"), "- [Page](page.md)\n");
    write(
        &path("guide/src/page.md"),
        "# Page\n\n{{#include ../../code/part.md}}\n\n{{#include ../../code/later.md}}\n",
    );
    write(&path("code/part.md"), "As it was.\n");
    let (part, later) = (path("code/part.md"), path("code/later.md"));
    let desk = Desk::of(folder, "guide");
    assert!(desk.shows("page.html", "As it was."));
    write(&part, "As it is.\n");
    desk.until("an included file that is written", |desk| desk.shows("page.html", "As it is."));
    write(&later, "It has come.\n");
    desk.until("an included file that comes later", |desk| desk.shows("page.html", "It has come."));
}
