//! Trouble with the machine or the configuration, as it is told: what happened, what to do, and why.

use std::error::Error;
use std::fmt;

use crate::message::{Message, Value};
use crate::say;

/// Something that stops the program.
#[derive(Debug)]
pub struct Trouble {
    message: Message,
    hint: Option<Message>,
    cause: Option<anyhow::Error>,
}

/// Makes [`Trouble`] of the text and the values of a message, as in [`say!`](crate::say), and of what to do about it:
/// `trouble!("no markdown in {folder}", folder; say!("write a page"))`.
#[macro_export]
macro_rules! trouble {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(; $hint:expr)?) => {
        $crate::trouble::Trouble::new($crate::say!($text $(, $name $(= $value)?)*))$(.hint($hint))?
    };
}

/// Returns [`trouble!`](crate::trouble) from the function.
#[macro_export]
macro_rules! fail {
    ($($trouble:tt)*) => { return Err($crate::trouble!($($trouble)*).into()) };
}

impl Trouble {
    /// Creates trouble that says something.
    pub fn new(message: Message) -> Trouble {
        Trouble { message, hint: None, cause: None }
    }

    /// Adds what to do about it.
    pub fn hint(self, hint: Message) -> Trouble {
        self.hints(Some(hint))
    }

    /// Adds what to do about it, if that is known.
    pub fn hints(self, hint: Option<Message>) -> Trouble {
        Trouble { hint, ..self }
    }

    /// What it says itself, and what to do.
    fn own(&self) -> Message {
        match &self.hint {
            Some(hint) => say!("{message}\nhelp: {hint}", message = self.message, hint),
            None => self.message.clone(),
        }
    }
}

/// In English.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.own(), f)
    }
}

impl Error for Trouble {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn Error + 'static))
    }
}

/// What was being done when an error came up.
pub trait Saying<T> {
    /// Says it above the error.
    ///
    /// # Errors
    /// The error that came up.
    fn saying(self, message: impl FnOnce() -> Message) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> Saying<T> for Result<T, E> {
    fn saying(self, message: impl FnOnce() -> Message) -> anyhow::Result<T> {
        self.map_err(|error| Trouble { cause: Some(error.into()), ..Trouble::new(message()) }).map_err(Into::into)
    }
}

impl<T> Saying<T> for Option<T> {
    fn saying(self, message: impl FnOnce() -> Message) -> anyhow::Result<T> {
        self.ok_or_else(|| Trouble::new(message()).into())
    }
}

/// An error and its causes. What libraries and other programs say stays in their words.
fn causes(error: &anyhow::Error) -> impl Iterator<Item = Message> {
    error.chain().map(|cause| match cause.downcast_ref::<Trouble>() {
        Some(trouble) => trouble.own(),
        None => Message::quoted(cause.to_string()),
    })
}

/// An error and its causes for the terminal, a line each.
pub fn report(error: &anyhow::Error) -> Message {
    let all = causes(error).reduce(|above, cause| say!("{above}\n  {cause}", above, cause));
    say!("error: {all}", all = all.map(Value::Message).unwrap_or_default())
}

/// An error and its causes in one sentence.
pub fn sentence(error: &anyhow::Error) -> Message {
    causes(error).reduce(|above, cause| say!("{above}: {cause}", above, cause)).unwrap_or_else(|| Message::quoted(""))
}
