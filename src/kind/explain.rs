//! Errors of the validator in words, with their place.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::Kind;
use crate::diagnostic::Diagnostic;
use crate::parse::Document;

impl Kind {
    /// Turns an error of the validator into a diagnostic with its place.
    pub(super) fn explain(&self, document: &Document, error: &ValidationError<'_>) -> Diagnostic {
        let mut pointer: Vec<String> =
            error.instance_path().to_string().split('/').skip(1).map(str::to_owned).collect();
        let (code, message, hint) = match error.kind() {
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                ("missing-field", format!("`{key}` is missing; every {} needs it", self.name), self.field_hint(key))
            }
            ValidationErrorKind::UnevaluatedProperties { unexpected }
            | ValidationErrorKind::AdditionalProperties { unexpected } => {
                let key = unexpected.first().cloned().unwrap_or_default();
                let known = self.fields.iter().map(|field| field.key.as_str());
                let near = crate::diagnostic::nearest(&key, known).map(|near| format!("did you mean `{near}`?"));
                pointer.push(key.clone());
                ("unknown-field", format!("a {} has no field `{key}`", self.name), near)
            }
            ValidationErrorKind::Enum { options } => {
                let options: Vec<String> = options
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned))
                    .collect();
                (
                    "wrong-value",
                    format!("{} is none of the values that are allowed here", short(error.instance())),
                    Some(format!("one of: {}", options.join(", "))),
                )
            }
            ValidationErrorKind::Type { .. } => {
                ("wrong-type", error.to_string(), Some("a number or date that is meant as text needs quotes".into()))
            }
            _ => ("wrong-value", error.to_string(), None),
        };
        let diagnostic = Diagnostic::error(code, document.front_place(&pointer), message);
        match hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }

    fn field_hint(&self, key: &str) -> Option<String> {
        let field = self.fields.iter().find(|field| field.key == key)?;
        Some(format!("add `{key}:` ({})", field.title))
    }
}

/// Shows a value in a message.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
}
