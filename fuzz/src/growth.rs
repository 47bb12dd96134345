//! Whether work grows in proportion to what it is done on.

use std::time::Duration;

/// Bytes of the smaller text.
pub const SMALL: usize = 16 * 1024;

/// How many times larger the other is.
const TIMES: u32 = 4;

/// Times that are shorter say nothing.
const SHORTEST: Duration = Duration::from_millis(100);

/// Fails when the work on the larger text takes more than twice of what proportion allows, again and
/// again: a square would take four times of it.
pub fn check(text: &str, work: impl Fn(&str)) {
    let small = text.repeat(SMALL / text.len());
    let large = small.repeat(TIMES as usize);
    let is_more = || {
        let large = spent(|| work(&large));
        large > SHORTEST && large > spent(|| work(&small)) * TIMES * 2
    };
    assert!(!(0..5).all(|_| is_more()), "four times the text takes more than eight times as long");
}

/// Processor time that some work takes, on all threads.
fn spent(work: impl FnOnce()) -> Duration {
    let before = now();
    work();
    now() - before
}

/// Processor time of the program so far.
fn now() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes to the value that it is given, and to nothing else.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
