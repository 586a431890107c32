//! What a status says.

use std::error::Error;
use std::iter::successors;

use serde_json::{Value, json};
use tonic::{Code, Status, TimeoutExpired};
use tonic_types::{ErrorInfo, StatusExt};

pub fn describe(status: &Status) -> Value {
    let info = status.get_details_error_info();
    let info = info.unwrap_or_else(|| ErrorInfo::new("", "", []));
    let bad_request = status.get_details_bad_request();
    let violations = bad_request.map_or(vec![], |bad| bad.field_violations);
    let fields: Vec<_> = violations
        .iter()
        .map(|violation| json!({"field": violation.field, "description": violation.description}))
        .collect();
    json!({
        "code": name(code(status)),
        "message": status.message(),
        "reason": info.reason,
        "domain": info.domain,
        "metadata": info.metadata,
        "fields": fields,
    })
}

/// The code that other gRPC libraries give. tonic says CANCELLED where the deadline passed on its own
/// clock, and UNKNOWN or CANCELLED where the connection broke; such a status has a source, one that the
/// server sent has none.
pub fn code(status: &Status) -> Code {
    let mut causes = successors(status.source(), |&cause| cause.source()).peekable();
    if causes.peek().is_none() {
        status.code()
    } else if causes.any(|cause| cause.is::<TimeoutExpired>()) {
        Code::DeadlineExceeded
    } else {
        Code::Unavailable
    }
}

/// `NOT_FOUND` for `NotFound`.
fn name(code: Code) -> String {
    let mut name = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}
