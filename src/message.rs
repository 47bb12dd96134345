//! What the program says to people, as data: a text with holes, and what stands in them.
//!
//! A message is made where something is found, by [`say!`](crate::say) with its English text, and put into words
//! where it is shown, in the language of who reads it. So what is parsed, kept or published knows no language.
//! `messages.txt` holds every English text with its Japanese one (see [`translations`]).

pub mod translations;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::locale::Language;

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Message {
    /// In English; `{name}` is a hole.
    text: Cow<'static, str>,
    /// What stands in each hole.
    values: Vec<(Cow<'static, str>, Value)>,
}

/// What stands in a hole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    /// A name, a number, a part of the content: the same in every language.
    Text(String),
    /// Said in the language of the whole.
    Message(Message),
}

/// A text without holes, for tables that are constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase(pub &'static str);

/// Makes a [`Message`] of its English text and a value for each hole: `say!("there is no page `{name}`", name)`, or
/// `name = expression`. That holes and values fit is checked while compiling.
#[macro_export]
macro_rules! say {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const { assert!($crate::message::fits($text, &[$(stringify!($name)),*]), "each value has a hole, each hole a value") };
        $crate::message::Message::new($text, vec![$((stringify!($name), $crate::say!(@value $name $($value)?))),*])
    }};
    (@value $name:ident) => { $crate::message::ToValue::to_value(&$name) };
    (@value $name:ident $value:expr) => { $crate::message::ToValue::to_value(&$value) };
}

impl Message {
    /// Made by [`say!`](crate::say) alone, so that every text is found in the source.
    #[doc(hidden)]
    pub fn new(text: &'static str, values: Vec<(&'static str, Value)>) -> Message {
        let values = values.into_iter().map(|(name, value)| (name.into(), value)).collect();
        Message { text: text.into(), values }
    }

    /// What a library or another program says, in its own words.
    pub fn quoted(words: impl Into<String>) -> Message {
        Message { text: "{words}".into(), values: vec![("words".into(), Value::Text(words.into()))] }
    }

    /// The words in a language.
    pub fn to(&self, language: Language) -> String {
        fill(translations::of(&self.text, language), |name| {
            let (_, value) = self.values.iter().find(|(known, _)| known == name)?;
            Some(match value {
                Value::Text(text) => Cow::Borrowed(text.as_str()),
                Value::Message(message) => Cow::Owned(message.to(language)),
            })
        })
    }

    /// The message with one said behind it.
    pub fn and(self, next: Message) -> Message {
        say!("{this}; {next}", this = self, next)
    }
}

/// In English, as programs read it: JSON, SARIF, tests.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to(Language::English))
    }
}

impl From<Phrase> for Message {
    fn from(phrase: Phrase) -> Message {
        Message::new(phrase.0, Vec::new())
    }
}

/// Joins words by "or".
pub fn either<V: ToValue>(words: impl IntoIterator<Item = V>) -> Value {
    let words = words.into_iter().map(|word| word.to_value());
    words.reduce(|first, second| say!("{first} or {second}", first, second).to_value()).unwrap_or_default()
}

impl Default for Value {
    fn default() -> Value {
        Value::Text(String::new())
    }
}

/// What can stand in a hole.
pub trait ToValue {
    /// The value of it.
    fn to_value(&self) -> Value;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl ToValue for Message {
    fn to_value(&self) -> Value {
        Value::Message(self.clone())
    }
}

impl ToValue for Phrase {
    fn to_value(&self) -> Value {
        Value::Message((*self).into())
    }
}

/// Types that are shown as they are.
macro_rules! shown {
    ($($type:ty),*) => {
        $(impl ToValue for $type {
            fn to_value(&self) -> Value {
                Value::Text(self.to_string())
            }
        })*
    };
}

shown!(str, String, char, u8, u16, u32, u64, u128, usize, i64, f64, std::sync::Arc<str>, Cow<'_, str>);
shown!(std::path::Display<'_>, std::str::EscapeDebug<'_>, serde_json::Value, std::process::ExitStatus);

impl ToValue for std::path::Path {
    fn to_value(&self) -> Value {
        Value::Text(self.display().to_string())
    }
}

impl ToValue for std::path::PathBuf {
    fn to_value(&self) -> Value {
        self.as_path().to_value()
    }
}

/// Puts values into the holes of a text; what is in braces and no name of a value stays.
fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(name, behind)| Some((value(name)?, behind))) {
            Some((value, behind)) => {
                out.push_str(&value);
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

/// The names of a text's holes: small letters and `_` between braces.
pub fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty() && name.bytes().all(is_of_name))
}

const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'_'
}

/// Whether the holes of a text are named as its values are.
#[doc(hidden)]
pub const fn fits(text: &str, names: &[&str]) -> bool {
    let text = text.as_bytes();
    let (mut at, mut found) = (0, 0);
    while at < text.len() {
        if text[at] == b'{' {
            let start = at + 1;
            at = start;
            while at < text.len() && is_of_name(text[at]) {
                at += 1;
            }
            if at > start && at < text.len() && text[at] == b'}' {
                if !is_one_of(text.split_at(at).0.split_at(start).1, names) {
                    return false;
                }
                found += 1;
            }
        } else {
            at += 1;
        }
    }
    found == names.len()
}

/// Whether a name is one of some. Constant functions have no iterators.
const fn is_one_of(name: &[u8], names: &[&str]) -> bool {
    let mut index = 0;
    while index < names.len() {
        if is_same(name, names[index].as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether two names are the same.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
