//! Days, for what ages and for what is dated.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

const SECONDS: i64 = 86_400;

impl Day {
    /// The day of `SOURCE_DATE_EPOCH` (reproducible-builds.org), else today, in UTC.
    pub fn today() -> Day {
        let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse::<i64>().ok());
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() as i64);
        Day(given.unwrap_or_else(now).div_euclid(SECONDS))
    }

    /// Reads `2026-11-21`, `2026-11` or `2026`; a month and a year are their last days, so that
    /// nothing is called old before it can be.
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.split('-').map(str::parse::<i64>);
        let year = parts.next()?.ok()?;
        match (parts.next().transpose().ok()?, parts.next().transpose().ok()?) {
            (None, _) => Some(Day::of(year + 1, 1, 1).before()),
            (Some(12), None) => Some(Day::of(year + 1, 1, 1).before()),
            (Some(month), None) => Some(Day::of(year, month + 1, 1).before()),
            (Some(month), Some(day)) => Some(Day::of(year, month, day)),
        }
    }

    fn before(self) -> Day {
        Day(self.0 - 1)
    }

    /// Days from civil date, Howard Hinnant's algorithm: years start in March, eras have 400.
    fn of(year: i64, month: i64, day: i64) -> Day {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year - era * 400;
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Day(era * 146_097 + days - 719_468)
    }

    /// Year, month and day, by the same author's inverse.
    fn civil(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days - era * 146_097;
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + i64::from(month <= 2), month, day)
    }

    /// Whether a text is a day of the calendar as RFC 3339 writes it: `2026-11-21`.
    pub fn is_day(text: &str) -> bool {
        text.len() == 10 && Day::parse(text).is_some_and(|day| day.to_string() == text)
    }

    /// A time as RFC 3339 writes it, in UTC, of seconds since 1970.
    pub fn timestamp(seconds: u64) -> String {
        let day = Day((seconds / SECONDS as u64) as i64);
        let [hour, minute, second] = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60];
        format!("{day}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2000-03-01"), Some(Day(11_017)));
        assert_eq!(Day::parse("2026-11-21"), Some(Day(20_778)));
        assert_eq!(Day::parse("2016-02"), Day::parse("2016-02-29"));
        assert_eq!(Day::parse("2017"), Day::parse("2017-12-31"));
        assert_eq!(Day::parse("未定"), None);
    }

    #[test]
    fn a_day_is_written_as_it_is_read() {
        for text in ["1970-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2026-11-21"] {
            assert!(Day::is_day(text), "{text}");
        }
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "2026-11", "2026-11-00", "昨日"] {
            assert!(!Day::is_day(text), "{text}");
        }
    }

    #[test]
    fn times_are_those_of_utc() {
        assert_eq!(Day::timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(Day::timestamp(1_767_290_645), "2026-01-01T18:04:05Z");
    }
}
