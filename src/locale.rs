//! Which of our languages somebody reads, by the environment.

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    English,
}

/// The language of the environment of this process.
pub fn of_environment() -> Language {
    language(|name| std::env::var(name).ok())
}

/// The language of an environment, as POSIX has it (Base Definitions, 8.2): the first of `LC_ALL`, `LC_MESSAGES`
/// and `LANG` that is set and not empty. What is not Japanese is English.
pub fn language(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    match set {
        Some(locale) if locale.split(['_', '.', '@']).next() == Some("ja") => Language::Japanese,
        _ => Language::English,
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, language};

    #[test]
    fn the_first_variable_that_says_something_decides() {
        let of = |set: &[(&str, &str)]| {
            language(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[]), Language::English);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8")]), Language::Japanese);
        assert_eq!(of(&[("LANG", "ja")]), Language::Japanese);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "ja_JP"), ("LANG", "en_GB")]), Language::Japanese);
        assert_eq!(of(&[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")]), Language::English);
        assert_eq!(of(&[("LANG", "jam_JM")]), Language::English);
    }
}
