//! What ages: verifications, reviews.

use super::Inquiry;
use crate::book::Page;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::say;

/// Reports facts that were not verified for too long, and reviews that are due.
pub fn check(inquiry: &Inquiry<'_>, page: &Page, found: &mut Vec<Diagnostic>) {
    found.extend(stale(inquiry, page));
    found.extend(review_due(inquiry, page));
}

fn stale(inquiry: &Inquiry<'_>, page: &Page) -> Option<Diagnostic> {
    let limit = i64::from(inquiry.config.stale_after);
    let front = &page.document.front;
    let key = ["verified", "facts-as-of"].into_iter().find(|key| front.text(key).is_some())?;
    let age = inquiry.today.0 - Day::parse(front.text(key)?)?.0;
    if limit == 0 || age <= limit {
        return None;
    }
    let place = page.document.front_place(&[key.to_owned()]);
    let message = say!("the facts were last verified {age} days ago; the book allows {limit}", age, limit);
    Some(inquiry.report("stale", place, message).hint(say!("verify them and write the day as `verified:`")))
}

fn review_due(inquiry: &Inquiry<'_>, page: &Page) -> Option<Diagnostic> {
    let late = inquiry.today.0 - Day::parse(page.document.front.text("review-by")?)?.0;
    if late <= 0 {
        return None;
    }
    let place = page.document.front_place(&["review-by".to_owned()]);
    let message = match late {
        1 => say!("the review has been due for 1 day"),
        days => say!("the review has been due for {days} days", days),
    };
    Some(inquiry.report("review-due", place, message).hint(say!("look the page through and set the next `review-by:`")))
}
