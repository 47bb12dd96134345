//! What a reader types → words, each with the forms that count as finding it.

use super::normalise::{Class, class, normalise};
use super::tables::{SPELLINGS, V_SOUNDS};

/// How near a form is to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// As typed, apart from the normal form.
    Exact,
    /// Another spelling of the same word.
    Spelling,
    /// Another name of the same term.
    Synonym,
}

/// A form of a word, normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Normal form; a phrase where it holds several terms.
    pub text: String,
    /// How near it is.
    pub nearness: Nearness,
    /// For a synonym: the name that is searched instead.
    pub label: String,
}

/// A word of a query with its forms, the nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As typed.
    pub typed: String,
    /// Its forms; the first is its own normal form.
    pub forms: Vec<Form>,
    /// Whether sections with it are left out.
    pub excluded: bool,
    /// Whether it stood in quotation marks: then it is looked up as it is.
    pub quoted: bool,
}

/// A query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words; a section should have all that are not excluded.
    pub words: Vec<Word>,
    /// Kinds that pages must have one of, when not empty.
    pub kinds: Vec<String>,
    /// Tags that pages must have all of.
    pub tags: Vec<String>,
    /// Readers that pages must be written for, all of them.
    pub audiences: Vec<String>,
}

/// Other names of terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// One group a term, in the order of their texts.
    pub groups: Vec<Group>,
}

/// Names of one term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Each in its normal form and as it is shown; the first is its title.
    pub names: Vec<(String, String)>,
}

/// Stands between names in [`Group::text`].
const BETWEEN: char = '|';

impl Group {
    /// Makes a group of names; those that are equal in their normal form are one.
    pub fn new(names: &[String]) -> Group {
        let mut group = Group::default();
        for shown in names {
            let shown = shown.replace([BETWEEN, '\t', '\n'], " ");
            let normal = normalise(&shown);
            if normal.chars().count() > 1 && !group.names.iter().any(|(known, _)| *known == normal) {
                group.names.push((normal, shown));
            }
        }
        group
    }

    /// Whether one of some normal forms is a name of the term.
    fn has(&self, normals: &[&str]) -> bool {
        self.names.iter().any(|(name, _)| normals.contains(&name.as_str()))
    }

    /// The names as they are shown, one after another.
    pub fn text(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(|(_, shown)| shown.as_str()).collect();
        names.join(&BETWEEN.to_string())
    }
}

/// A query longer than this many characters is cut: no reader types it.
const LONGEST: usize = 200;

/// Most forms that a word is looked up in, but for its other endings.
const FORMS: usize = 12;

/// Most words, typed side by side, that are taken for the name of a term.
const NAME: usize = 6;

/// Reads a query.
pub fn parse(typed: &str, synonyms: &Synonyms) -> Query {
    let typed: String = typed.chars().take(LONGEST).collect();
    let mut query = Query::default();
    for token in join_numbers(tokens(&typed)) {
        query.add(&token, synonyms);
    }
    add_names(&mut query.words, synonyms);
    query
}

/// Lets the other names of a term stand for each of its words where these were typed side by side: `computer security
/// incident response team` finds the sections with CSIRT, below those that have the words, here and there as ever. The
/// longest name counts, and no other in it.
fn add_names(words: &mut [Word], synonyms: &Synonyms) {
    let mut start = 0;
    while start < words.len() {
        let mut ends = (start + 2..=words.len().min(start + NAME)).rev();
        start = ends.find(|end| add_name(&mut words[start..*end], synonyms)).unwrap_or(start + 1);
    }
}

/// Adds the other names of the term that words are together. Returns whether there is one.
fn add_name(words: &mut [Word], synonyms: &Synonyms) -> bool {
    let Some(name) = name(words) else { return false };
    let mut found = false;
    for group in synonyms.groups.iter().filter(|group| group.has(&[&name])) {
        words.iter_mut().for_each(|word| add_synonyms(&mut word.forms, group));
        found = true;
    }
    found
}

/// The name that words are together, unless one of them is asked for as it is.
fn name(words: &[Word]) -> Option<String> {
    let plain = words.iter().all(|word| !word.quoted && !word.excluded);
    plain.then(|| normalise(&words.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ")))
}

/// A part of a query as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    quoted: bool,
    excluded: bool,
}

/// Cuts a query at white space; `"…"` and 「…」 keep together what is in them.
fn tokens(typed: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (excluded, after) = match rest.strip_prefix('-').or_else(|| rest.strip_prefix('－')) {
            Some(after) if !after.is_empty() && !after.starts_with(char::is_whitespace) => (true, after),
            _ => (false, rest),
        };
        let quote =
            [('"', '"'), ('「', '」'), ('“', '”'), ('＂', '＂')].into_iter().find(|(open, _)| after.starts_with(*open));
        let quoted = quote.and_then(|(open, close)| after[open.len_utf8()..].split_once(close));
        let (text, quoted, next) = match quoted {
            Some((text, next)) if next.is_empty() || next.starts_with(char::is_whitespace) => (text, true, next),
            _ => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                (&after[..end], false, &after[end..])
            }
        };
        tokens.push(Token { text: text.to_owned(), quoted, excluded });
        rest = next.trim_start();
    }
    tokens
}

/// Joins Latin words with the numbers beside them: `a 16 1 5` and `iso 27001` are one thing.
fn join_numbers(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::new();
    for token in tokens {
        let number = token.text.chars().all(|c| c.is_numeric() || ".-".contains(c));
        if let Some(last) = joined.last_mut()
            && number
            && !token.quoted
            && !token.excluded
            && !last.quoted
            && is_plain(&last.text)
        {
            last.text = format!("{} {}", last.text, token.text);
            continue;
        }
        joined.push(token);
    }
    joined
}

/// Whether a text has only letters and digits that are written with spaces between words.
fn is_plain(text: &str) -> bool {
    let normal = normalise(text);
    !normal.is_empty() && normal.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') && !text.contains(':')
}

impl Query {
    fn add(&mut self, token: &Token, synonyms: &Synonyms) {
        if let Some((key, value)) = token.text.split_once(':')
            && !token.quoted
            && !value.is_empty()
        {
            match key {
                "kind" => return self.kinds.push(value.to_owned()),
                "tag" => return self.tags.push(value.to_owned()),
                "audience" => return self.audiences.push(value.to_owned()),
                _ => {}
            }
        }
        let normal = normalise(&token.text);
        if normal.is_empty() {
            return;
        }
        let forms = if token.quoted || token.excluded { vec![Form::exact(normal)] } else { forms(&normal, synonyms) };
        self.words.push(Word { typed: token.text.clone(), forms, excluded: token.excluded, quoted: token.quoted });
    }
}

impl Query {
    /// Whether pages are chosen by what they are.
    pub fn has_filter(&self) -> bool {
        !(self.kinds.is_empty() && self.tags.is_empty() && self.audiences.is_empty())
    }
}

impl Form {
    /// A form as it was typed.
    pub fn exact(text: String) -> Form {
        Form { text, nearness: Nearness::Exact, label: String::new() }
    }

    fn spelling(text: String) -> Form {
        Form { text, nearness: Nearness::Spelling, label: String::new() }
    }
}

/// Adds a word in other endings to its forms.
pub fn inflected(mut forms: Vec<Form>, others: &[String]) -> Vec<Form> {
    others.iter().for_each(|text| push(&mut forms, Form::spelling(text.clone())));
    forms
}

/// Returns the forms of a word: itself, its spellings, the other names of a term.
pub fn forms(normal: &str, synonyms: &Synonyms) -> Vec<Form> {
    let mut forms = vec![Form::exact(normal.to_owned())];
    for text in spellings(normal) {
        add_form(&mut forms, Form::spelling(text));
    }
    let own: Vec<String> = forms.iter().map(|form| form.text.clone()).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    synonyms.groups.iter().filter(|group| group.has(&own)).for_each(|group| add_synonyms(&mut forms, group));
    forms
}

/// Adds the names of a term to the forms of a word.
fn add_synonyms(forms: &mut Vec<Form>, group: &Group) {
    for (name, label) in &group.names {
        add_form(forms, Form { text: name.clone(), nearness: Nearness::Synonym, label: label.clone() });
    }
}

/// Adds a form unless there are enough.
fn add_form(forms: &mut Vec<Form>, form: Form) {
    if forms.len() < FORMS {
        push(forms, form);
    }
}

/// Adds a form unless a nearer one finds all that it would find.
fn push(forms: &mut Vec<Form>, form: Form) {
    if !form.text.is_empty() && !forms.iter().any(|known| known.holds(&form)) {
        forms.push(form);
    }
}

impl Form {
    /// Whether this form stands wherever another one does. What was not typed is looked up in whole words of
    /// letters, and is no part of a longer one.
    fn holds(&self, other: &Form) -> bool {
        let in_words = self.nearness != Nearness::Synonym || self.text.chars().all(|c| class(c) == Class::Cjk);
        self.text == other.text || in_words && other.text.contains(&self.text)
    }
}

/// Other spellings of a normal form.
fn spellings(normal: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut add = |text: String| {
        if text != normal && !out.contains(&text) {
            out.push(text);
        }
    };
    for group in SPELLINGS {
        let members: Vec<String> = group.iter().map(|member| normalise(member)).collect();
        // The longest member that stands in the word is the one that is replaced.
        if let Some(found) =
            members.iter().filter(|member| normal.contains(member.as_str())).max_by_key(|member| member.len())
        {
            members.iter().for_each(|other| add(normal.replace(found.as_str(), other)));
        }
    }
    let plain = V_SOUNDS.iter().fold(normal.to_owned(), |text, (v, b)| text.replace(v, b));
    add(plain);
    add(without_long_marks(normal));
    add(with_long_marks(normal));
    if let Some(katakana) = to_katakana(normal) {
        add(without_long_marks(&katakana));
        add(katakana);
    }
    if let Some(hiragana) = to_hiragana(normal) {
        add(hiragana);
    }
    out
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ー')
}

/// Cuts a text into runs of katakana and runs of anything else.
fn katakana_runs(text: &str) -> Vec<(bool, String)> {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        match runs.last_mut() {
            Some((katakana, run)) if *katakana == is_katakana(c) => run.push(c),
            _ => runs.push((is_katakana(c), c.to_string())),
        }
    }
    runs
}

/// Drops the long mark at the end of katakana words of three characters or more before it
/// (サーバー → サーバ; JIS Z 8301:2008, annex G, drops it in words of three sounds or more).
fn without_long_marks(text: &str) -> String {
    let shorten = |(katakana, run): (bool, String)| match run.strip_suffix('ー') {
        Some(short) if katakana && short.chars().count() >= 3 => short.to_owned(),
        _ => run,
    };
    katakana_runs(text).into_iter().map(shorten).collect()
}

/// Adds a long mark to katakana words inside the text. At its end a word without it already finds
/// those with it.
fn with_long_marks(text: &str) -> String {
    let runs = katakana_runs(text);
    let last = runs.len().saturating_sub(1);
    let lengthen = |(at, (katakana, run)): (usize, (bool, String))| {
        let long = katakana && at < last && run.chars().count() >= 3 && !run.ends_with(['ー', 'ン', 'ッ']);
        if long { format!("{run}ー") } else { run }
    };
    runs.into_iter().enumerate().map(lengthen).collect()
}

/// Shifts a character between the two kana blocks.
fn shift(c: char, by: i32) -> char {
    if c == 'ー' { c } else { char::from_u32((c as i32 + by) as u32).unwrap_or(c) }
}

/// Writes a word of at least three hiragana in katakana: らんさむうえあ. Shorter ones are words and
/// endings of the language.
fn to_katakana(text: &str) -> Option<String> {
    let kana = text.chars().count() >= 3 && text.chars().all(is_hiragana);
    kana.then(|| text.chars().map(|c| shift(c, 0x60)).collect())
}

/// Writes a word of at least four katakana in hiragana: ナリスマシ. Shorter ones would be found in
/// the endings of other words.
fn to_hiragana(text: &str) -> Option<String> {
    let kana =
        text.chars().count() >= 4 && text.chars().all(is_katakana) && text.chars().all(|c| c == 'ー' || c <= 'ヶ');
    kana.then(|| text.chars().map(|c| shift(c, -0x60)).collect())
}
