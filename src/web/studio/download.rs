//! Files that staff take along.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A questionnaire as TOML.
pub(super) fn toml(questionnaire: &str, text: String) -> Response {
    let media_type = "application/toml; charset=utf-8";
    file(questionnaire, ".toml", media_type, text.into_bytes())
}

/// A table as CSV.
pub(super) fn csv(questionnaire: &str, ending: &str, content: Vec<u8>) -> Response {
    file(questionnaire, ending, "text/csv; charset=utf-8", content)
}

/// A workbook.
pub(super) fn xlsx(questionnaire: &str, ending: &str, content: Vec<u8>) -> Response {
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file(questionnaire, ending, media_type, content)
}

/// A file named after a questionnaire, whatever its id is made of.
fn file(questionnaire: &str, ending: &str, media_type: &str, content: Vec<u8>) -> Response {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-' || *c == '_';
    let name: String = questionnaire.chars().filter(plain).collect();
    let name = if name.is_empty() { "draft" } else { &name };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}{ending}\""),
        ),
    ];
    (headers, content).into_response()
}
