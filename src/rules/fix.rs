//! Mending what is safe to mend: the fixes that rules attach, applied to a source.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Fix};

/// Returns the text of a file with the fixes of its problems; none when there are none.
pub fn apply(file: &Arc<str>, text: &str, diagnostics: &[Diagnostic]) -> Option<String> {
    let own = diagnostics.iter().filter(|diagnostic| diagnostic.place.file == *file);
    let mut fixes: Vec<&Fix> = own.filter_map(|diagnostic| diagnostic.fix.as_ref()).collect();
    fixes.sort();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for fix in &fixes {
        // Of two fixes for one place the first counts; the next run sees what is left.
        if fix.start >= from {
            out.push_str(&text[from..fix.start]);
            out.push_str(&fix.text);
            from = fix.end;
        }
    }
    out.push_str(&text[from..]);
    (!fixes.is_empty()).then_some(out)
}
