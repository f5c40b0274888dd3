//! Content compressed once, as well as it can be, and handed out as often as it is asked for.

use std::io::{Read, Write};

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// Never fails: everything is written to and read from memory.
const IN_MEMORY: &str = "memory takes what is written to it";

/// Content in the two encodings browsers know.
#[derive(Debug, Clone)]
pub(super) struct Compressed {
    brotli: Bytes,
    gzip: Bytes,
}

impl Compressed {
    /// Compresses content.
    pub(super) fn of(content: &[u8]) -> Self {
        let mut brotli = Vec::new();
        let parameters = BrotliEncoderParams {
            size_hint: content.len(),
            ..BrotliEncoderParams::default()
        };
        brotli::BrotliCompress(&mut &content[..], &mut brotli, &parameters).expect(IN_MEMORY);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(content).expect(IN_MEMORY);
        Self {
            brotli: brotli.into(),
            gzip: gzip.finish().expect(IN_MEMORY).into(),
        }
    }

    /// The content in the best encoding the request accepts. Type and keeping are the caller's to say.
    pub(super) fn answer(&self, headers: &HeaderMap) -> Response {
        let (encoding, content) = if accepts(headers, "br") {
            (Some("br"), self.brotli.clone())
        } else if accepts(headers, "gzip") {
            (Some("gzip"), self.gzip.clone())
        } else {
            (None, self.plain())
        };
        let mut response = content.into_response();
        let answer = response.headers_mut();
        answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(encoding) = encoding {
            answer.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }

    fn plain(&self) -> Bytes {
        let mut content = Vec::new();
        GzDecoder::new(&self.gzip[..])
            .read_to_end(&mut content)
            .expect(IN_MEMORY);
        content.into()
    }
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            parts.next() == Some(encoding) && parts.all(|part| !is_zero(part))
        })
}

/// True for a weight of nought, which means "not this one".
fn is_zero(part: &str) -> bool {
    part.strip_prefix("q=")
        .is_some_and(|weight| weight.parse() == Ok(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn content_survives_its_compression() {
        let content = "满意".repeat(500);
        assert_eq!(Compressed::of(content.as_bytes()).plain(), content);
    }

    #[test]
    fn an_encoding_is_used_only_where_it_is_accepted() {
        let compressed = Compressed::of(b"content");
        let encoding = |headers: &HeaderMap| {
            let response = compressed.answer(headers);
            let value = response.headers().get(CONTENT_ENCODING).cloned();
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(encoding(&accepting("gzip, br")).as_deref(), Some("br"));
        assert_eq!(
            encoding(&accepting("gzip, br;q=0")).as_deref(),
            Some("gzip")
        );
        assert_eq!(encoding(&HeaderMap::new()), None);
    }
}
