//! Answers that a reader may keep, and ask for again at the price of a few bytes.
//!
//! # Design
//!
//! What is made of a release is the same every time, so its tag is the hash of what is sent, the hash of the release
//! within it. The tag is a weak one: the answer may travel compressed.

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// For how long an answer may be kept without asking again.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// An answer with its tag, or only that it is still the same.
pub(crate) fn answer(asked: &HeaderMap, media_type: &'static str, body: Vec<u8>) -> Response {
    answer_tagged(asked, media_type, &tag(&body), body.into())
}

/// The tag of what is sent.
pub(crate) fn tag(body: &[u8]) -> String {
    let hash = db::hash(body);
    format!("W/\"{}\"", hash.get(..32).unwrap_or(&hash))
}

/// The same of something whose tag is known.
pub(crate) fn answer_tagged(
    asked: &HeaderMap,
    media_type: &'static str,
    tag: &str,
    body: Bytes,
) -> Response {
    let kept = asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .any(|tags| has(tags, tag));
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("*"));
    let headers = [(ETAG, tag), (CACHE_CONTROL, KEPT)];
    if kept {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let typed = [(CONTENT_TYPE, HeaderValue::from_static(media_type))];
    (headers, typed, body).into_response()
}

/// Whether one of these tags is the tag, strong or weak (RFC 9110, 13.1.2).
fn has(tags: &HeaderValue, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tags = tags.to_str().unwrap_or_default();
    tags.split(',')
        .any(|one| one.trim() == "*" || bare(one) == bare(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(tags: &'static str) -> HeaderMap {
        [(IF_NONE_MATCH, HeaderValue::from_static(tags))]
            .into_iter()
            .collect()
    }

    #[test]
    fn what_is_kept_is_not_sent_again_and_what_has_changed_is() {
        let sent = |headers: &HeaderMap, body: &[u8]| answer(headers, "text/plain", body.to_vec());
        let first = sent(&HeaderMap::new(), b"one");
        assert_eq!(first.status(), StatusCode::OK);
        let tag = first.headers()[ETAG].clone();
        let again: HeaderMap = [(IF_NONE_MATCH, tag.clone())].into_iter().collect();
        let kept = sent(&again, b"one");
        assert_eq!(kept.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(kept.headers()[ETAG], tag);
        assert!(!kept.headers().contains_key(CONTENT_TYPE));
        assert_eq!(sent(&again, b"other").status(), StatusCode::OK);
        let several = format!("\"x\", {}", tag.to_str().unwrap().trim_start_matches("W/"));
        let several: HeaderMap = [(IF_NONE_MATCH, HeaderValue::try_from(several).unwrap())]
            .into_iter()
            .collect();
        assert_eq!(sent(&several, b"one").status(), StatusCode::NOT_MODIFIED);
        assert_eq!(sent(&asked("*"), b"one").status(), StatusCode::NOT_MODIFIED);
        assert_eq!(sent(&asked("\"x\""), b"one").status(), StatusCode::OK);
    }
}
