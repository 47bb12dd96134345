//! Code in colours, as classes that a theme colours.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scopes of Sublime Text's syntaxes and their class, the more special ones first.
const CLASSES: [(&str, &str); 19] = [
    ("comment", "hl-comment"),
    ("string", "hl-string"),
    ("constant.numeric", "hl-number"),
    ("constant.character.escape", "hl-escape"),
    ("constant", "hl-constant"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("entity.name", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("storage", "hl-keyword"),
    ("keyword.operator", "hl-operator"),
    ("keyword", "hl-keyword"),
    ("variable", "hl-variable"),
    ("markup.heading", "hl-type"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
];

static SCOPES: LazyLock<Vec<(Scope, &str)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect());

/// A part of the code and its class, empty for plain code.
pub type Token = (&'static str, String);

/// Cuts code into tokens; none when the language is not known.
pub fn highlight(language: &str, code: &str) -> Option<Vec<Token>> {
    if language.is_empty() {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
    let mut tokens: Vec<Token> = Vec::new();
    for line in code.split_inclusive('\n') {
        let mut from = 0;
        for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
            push(&mut tokens, class(&stack), &line[from..at]);
            from = at;
            stack.apply(&change).ok()?;
        }
        push(&mut tokens, class(&stack), &line[from..]);
    }
    Some(tokens)
}

/// Adds a token, or makes the last one longer.
fn push(tokens: &mut Vec<Token>, class: &'static str, text: &str) {
    match tokens.last_mut() {
        Some((last, known)) if *last == class || text.trim().is_empty() => known.push_str(text),
        _ if text.is_empty() => {}
        _ => tokens.push((class, text.to_owned())),
    }
}

/// The class of the innermost scope that has one.
fn class(stack: &ScopeStack) -> &'static str {
    let class_of =
        |scope: &Scope| SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
    stack.as_slice().iter().rev().find_map(class_of).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::highlight;

    #[test]
    fn tokens_are_the_whole_code() {
        let code = "# 見る\nif [ -f a ]; then echo \"漏えい $HOME\"; fi\n";
        let tokens = highlight("bash", code).unwrap_or_default();
        assert_eq!(tokens.iter().map(|(_, text)| text.as_str()).collect::<String>(), code);
        assert_eq!(tokens[0], ("hl-comment", "# 見る\n".to_owned()));
        assert!(tokens.iter().any(|(class, text)| *class == "hl-keyword" && text.trim() == "if"));
    }

    #[test]
    fn an_unknown_language_stays_plain() {
        assert_eq!(highlight("kanbun", "一二三"), None);
    }
}
