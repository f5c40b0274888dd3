//! Files that staff take along.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE};
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

/// Files in one, named after a wave. It is not compressed once more on its way.
pub(super) fn zip(wave: &str, ending: &str, content: Vec<u8>) -> Response {
    let mut response = file(wave, ending, "application/zip", content);
    let as_it_is = HeaderValue::from_static("identity");
    response.headers_mut().insert(CONTENT_ENCODING, as_it_is);
    response
}

/// A report as PDF, named after its wave. It is compressed within, and not once more on its way.
pub(super) fn pdf(wave: &str, content: Vec<u8>) -> Response {
    let mut response = file(wave, "-report.pdf", "application/pdf", content);
    let as_it_is = HeaderValue::from_static("identity");
    response.headers_mut().insert(CONTENT_ENCODING, as_it_is);
    response
}

/// A file named after a questionnaire or a wave, whatever its id is made of.
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
