//! The same input gives the same bytes: twice, with other threads, and with everything about the
//! machine and its user varied.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::support::handbook;
#[cfg(unix)]
use crate::support::{skipped, user};
use tebiki::hosting::SUMS;
use tebiki::pipeline::{self, Memos};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_handbook_is_the_same_with_other_threads() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (sources, theme) = pipeline::load(Path::new(ROOT), Path::new("")).unwrap();
    let alone = pool.install(|| pipeline::build(&sources, &theme, &mut Memos::default()).unwrap().site);
    assert!(alone.len() > 1000);
    assert_eq!(alone.hash(), handbook().hash());
}

/// The files that a book is made of, in the order of their names.
fn files(book: &Path) -> Vec<PathBuf> {
    let parts = ["book.toml", "topics.tsv", "content", "themes"].map(|part| book.join(part));
    let entries = parts.iter().flat_map(|part| walkdir::WalkDir::new(part).sort_by_file_name()).map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

/// Copies files of the handbook in an order. Many file systems list them in it, or in one that
/// depends on it.
fn copy(files: &[PathBuf], to: &Path) {
    for file in files {
        let target = to.join(file.strip_prefix(ROOT).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, target).unwrap();
    }
}

/// A folder on another file system than the temporary one, if the machine has one that all may write to: another
/// file system lists files in another order.
#[cfg(unix)]
fn elsewhere() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory).unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// The names in a folder and in those below it, in the order in which the file system lists them.
#[cfg(unix)]
fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries.map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned()).collect()
}

/// Makes a command run as nobody, who comes to own the folders that it writes to.
#[cfg(unix)]
fn as_nobody(shell: &mut Command, folders: &[&Path]) {
    use std::os::unix::process::CommandExt;

    if !user::is_root() {
        return skipped("a build by another user: only root may run one");
    }
    folders.iter().for_each(|folder| std::os::unix::fs::chown(folder, Some(user::NOBODY), Some(user::NOBODY)).unwrap());
    shell.uid(user::NOBODY).gid(user::NOBODY);
}

/// Builds in a shell, with settings before the program. Returns the sums of all files.
#[cfg(unix)]
fn sums(shell: &mut Command, program: &Path, settings: &str, book: &str, site: &Path) -> String {
    let command = format!("{settings} \"$0\" build '{book}' -d '{}'", site.display());
    let output = shell.arg("-c").arg(command).arg(program).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let verified = Command::new(program).arg("verify").arg(site).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
    fs::read_to_string(site.join(SUMS)).unwrap()
}

/// What is varied: the path of book and site, the user, locale, language, time zone, umask, home folder, name of the
/// machine, width and colours of the terminal, `SOURCE_DATE_EPOCH`, the number of threads, the order in which files
/// were written and are listed, and their times. The clock itself is not read, see below.
#[test]
#[cfg(unix)]
fn the_handbook_is_the_same_for_another_user_on_another_machine() {
    let (desk, other_desk) = (tempfile::tempdir().unwrap(), elsewhere());
    let mut files = files(Path::new(ROOT));
    let (here, there) = (desk.path().join("book"), other_desk.path().join("深い/folder with spaces/本"));
    copy(&files, &here);
    files.reverse();
    copy(&files, &there);
    if listed(&here) == listed(&there) {
        skipped("another order of files: both file systems list them alike");
    }
    // A time stamp says when a file was copied, not when it was written.
    for (number, file) in files.iter().enumerate() {
        let copied = fs::File::options().write(true).open(there.join(file.strip_prefix(ROOT).unwrap())).unwrap();
        // From 2001 to 2100, another for each file.
        let time = Duration::from_secs(1_000_000_000 + number as u64 * 3_131_313_131 / files.len() as u64);
        copied.set_modified(std::time::SystemTime::UNIX_EPOCH + time).unwrap();
    }
    let program = user::program_for_all(desk.path());
    fs::set_permissions(other_desk.path(), fs::metadata(desk.path()).unwrap().permissions()).unwrap();
    let (site, other_site) = (desk.path().join("a"), desk.path().join("b/c"));
    fs::create_dir(other_site.parent().unwrap()).unwrap();
    let plain = "umask 022; LC_ALL=C TZ=UTC RAYON_NUM_THREADS=1";
    let other = "umask 077; LC_ALL=tr_TR.UTF-8 LANGUAGE=tr TZ=Pacific/Kiritimati HOME=/nonexistent USER=nobody \
        HOSTNAME=elsewhere COLUMNS=20 NO_COLOR=1 SOURCE_DATE_EPOCH=4102444800 RAYON_NUM_THREADS=7";
    let mut shell = Command::new("sh");
    let first = sums(&mut shell, &program, plain, here.to_str().unwrap(), &site);
    let mut shell = Command::new("sh");
    as_nobody(shell.current_dir(&there), &[&there, other_site.parent().unwrap()]);
    let second = sums(&mut shell, &program, other, ".", &other_site);
    assert!(first.lines().count() > 1000);
    let differs = first.lines().zip(second.lines()).find(|(first, second)| first != second);
    assert_eq!(differs, None);
    assert_eq!(first, second);
}

/// A clock that is never read need not be varied. These files read it, none of them for a build:
/// ages in `check`, answers that `check --external` keeps, durations, and bursts of changes; whether
/// a file rested before it was read, how long a client of `serve` may take, and which build of the program kept a result.
const CLOCKS: [&str; 9] = [
    "commands/build.rs",
    "commands/serve.rs",
    "day.rs",
    "external.rs",
    "serve/http.rs",
    "serve/watch.rs",
    "stamp.rs",
    "store.rs",
    "timings.rs",
];

/// What shows messages, beside the commands, and so asks which language is read.
const SHOWS: [&str; 3] = ["bug.rs", "cli.rs", "locale.rs"];

/// Who asks the environment: for the language of the person at the terminal, for the day that ages are counted from, and for the
/// home folder, which is no site.
const ENVIRONMENT: [&str; 3] = ["locale.rs", "day.rs", "publish/refuse.rs"];

#[test]
fn no_stage_of_a_build_reads_a_clock_a_time_stamp_or_the_environment() {
    let source = Path::new(ROOT).join("src");
    for entry in walkdir::WalkDir::new(&source).into_iter().map(Result::unwrap) {
        let name = tebiki::path::normal(entry.path().strip_prefix(&source).unwrap());
        if !name.ends_with(".rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        assert!(!text.contains("env::var") || ENVIRONMENT.contains(&name.as_str()), "{name} asks the environment");
        let shows = name.starts_with("commands/") || SHOWS.contains(&name.as_str());
        assert!(shows || !text.contains("of_environment"), "{name} asks for the language");
        if CLOCKS.contains(&name.as_str()) {
            continue;
        }
        for word in ["SystemTime::now", "Instant::now", ".modified()", ".created()", "temp_dir()", "rand::"] {
            assert!(!text.contains(word), "{name} uses {word}");
        }
    }
}
