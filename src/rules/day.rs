//! Days, for what ages.

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
}
