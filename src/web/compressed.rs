//! Content compressed once and handed out as often as it is asked for.
//!
//! # Design
//!
//! What differs between two visitors must not show in how many bytes they got: whoever sits between a phone and the
//! server sees nothing else of a page, and would know from its size which one it was. So documents that stand for each
//! other are filled up to one size in each encoding ([`Compressed::alike`]): the text by blanks at its end, gzip by a
//! field of its header that every reader skips (RFC 1952, 2.3.1.1), brotli by blocks of metadata, skipped too (RFC 7932,
//! 9.2). A page that holds what one person typed stands for no other, and is filled up to a multiple of [`STEP`].

use std::io::{Read, Write};

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use brotli::CompressorWriter;
use brotli::enc::BrotliEncoderParams;
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};

/// Never fails: everything is written to and read from memory.
const IN_MEMORY: &str = "memory takes what is written to it";

/// How hard brotli tries where it compresses many documents: it takes a quarter of the time of the best, for two in a
/// hundred more bytes.
const QUICKER: i32 = 10;

/// How hard it tries for a page that one person gets.
const AT_ONCE: i32 = 5;

/// To a multiple of this the pages of one person are filled up, in bytes; uncompressed ones to four times as many.
const STEP: usize = 4_096;

/// The end of a brotli stream: an empty last block.
const LAST_AND_EMPTY: u8 = 0b11;

/// What brotli needs to buffer.
const BUFFER: usize = 4_096;

/// Content in the two encodings browsers know.
#[derive(Debug, Clone)]
pub(super) struct Compressed {
    brotli: Bytes,
    gzip: Bytes,
}

/// Content in both encodings, to be filled up and ended.
struct Unfilled {
    plain: Vec<u8>,
    brotli: Vec<u8>,
    gzip: usize,
}

impl Compressed {
    /// Compresses content as well as it can be.
    pub(super) fn of(content: &[u8]) -> Self {
        let mut brotli = Vec::new();
        let parameters = BrotliEncoderParams {
            size_hint: content.len(),
            ..BrotliEncoderParams::default()
        };
        brotli::BrotliCompress(&mut &content[..], &mut brotli, &parameters).expect(IN_MEMORY);
        Self {
            brotli: brotli.into(),
            gzip: gzip(content, None).into(),
        }
    }

    /// Compresses documents that stand for each other, so that all have the same size in each encoding.
    pub(super) fn alike(documents: Vec<Vec<u8>>) -> Vec<Self> {
        let longest = documents.iter().map(Vec::len).max().unwrap_or_default();
        let documents = documents.into_iter().map(|mut plain| {
            plain.resize(longest, b' ');
            Unfilled {
                brotli: unended_brotli(&plain, QUICKER),
                gzip: gzip(&plain, Some(0)).len(),
                plain,
            }
        });
        let documents: Vec<Unfilled> = documents.collect();
        let of =
            |size: fn(&Unfilled) -> usize| documents.iter().map(size).max().unwrap_or_default();
        let brotli = of(|document| document.brotli.len());
        let zipped = of(|document| document.gzip);
        let documents = documents.iter().map(|document| Self {
            brotli: ended_brotli(&document.brotli, brotli - document.brotli.len()).into(),
            gzip: gzip(&document.plain, Some(zipped - document.gzip)).into(),
        });
        documents.collect()
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
        encoded(encoding, content)
    }

    fn plain(&self) -> Bytes {
        let mut content = Vec::new();
        GzDecoder::new(&self.gzip[..])
            .read_to_end(&mut content)
            .expect(IN_MEMORY);
        content.into()
    }
}

/// A page that one person gets, filled up, in the best encoding the request accepts. Type and keeping are the caller's to
/// say.
pub(super) fn answer_in_steps(mut page: Vec<u8>, headers: &HeaderMap) -> Response {
    let missing = |length: usize| length.next_multiple_of(STEP) - length;
    if accepts(headers, "br") {
        let stream = unended_brotli(&page, AT_ONCE);
        let filled = ended_brotli(&stream, missing(stream.len() + 1));
        return encoded(Some("br"), filled.into());
    }
    if accepts(headers, "gzip") {
        let filled = gzip(&page, Some(missing(gzip(&page, Some(0)).len())));
        return encoded(Some("gzip"), filled.into());
    }
    page.resize(page.len().next_multiple_of(4 * STEP), b' ');
    encoded(None, page.into())
}

fn encoded(encoding: Option<&'static str>, content: Bytes) -> Response {
    let mut response = content.into_response();
    let answer = response.headers_mut();
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        answer.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Content in gzip; with `filling`, that many bytes more in a field that is skipped.
fn gzip(content: &[u8], filling: Option<usize>) -> Vec<u8> {
    let builder = match filling {
        Some(filling) => GzBuilder::new().extra(vec![0; filling]),
        None => GzBuilder::new(),
    };
    let mut gzip = builder.write(Vec::new(), Compression::best());
    gzip.write_all(content).expect(IN_MEMORY);
    gzip.finish().expect(IN_MEMORY)
}

/// Content in brotli up to the end of a byte, with no last block yet.
fn unended_brotli(content: &[u8], quality: i32) -> Vec<u8> {
    let parameters = BrotliEncoderParams {
        quality,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut brotli = CompressorWriter::with_params(Vec::new(), BUFFER, &parameters);
    brotli.write_all(content).expect(IN_MEMORY);
    brotli.flush().expect(IN_MEMORY);
    brotli.get_ref().clone()
}

/// The stream with so many bytes that are skipped, and its end.
fn ended_brotli(stream: &[u8], filling: usize) -> Vec<u8> {
    /// Not the last block, metadata, and of no length unless bits for one are set.
    const SKIPPED: u32 = 0b00_0110;
    let mut stream = stream.to_vec();
    let mut left = filling;
    while left > 0 {
        let (header, skipped) = match left {
            1 | 2 => (1, 0),
            3..=259 => (2, (left - 2).min(1 << 8)),
            260.. => (3, (left - 3).min(1 << 16)),
            0 => break,
        };
        let length = match u32::try_from(skipped).unwrap_or_default() {
            0 => 0,
            skipped => (header - 1) << 4 | (skipped - 1) << 6,
        };
        let bytes = (SKIPPED | length).to_le_bytes();
        stream.extend(bytes.iter().take(header as usize));
        stream.resize(stream.len() + skipped, 0);
        left -= header as usize + skipped;
    }
    stream.push(LAST_AND_EMPTY);
    stream
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

    fn unpacked(compressed: &Compressed) -> String {
        let mut content = Vec::new();
        brotli::BrotliDecompress(&mut &compressed.brotli[..], &mut content).unwrap();
        assert_eq!(compressed.plain(), content);
        String::from_utf8(content).unwrap()
    }

    #[test]
    fn documents_that_stand_for_each_other_have_one_size_and_keep_their_content() {
        let documents: Vec<String> = (0..40)
            .map(|length| {
                (0..length * length)
                    .map(|number| (number * 7_919 % 1_013).to_string())
                    .collect()
            })
            .collect();
        let compressed = documents
            .iter()
            .map(|document| document.clone().into_bytes());
        let compressed = Compressed::alike(compressed.collect());
        for (document, compressed) in documents.iter().zip(&compressed) {
            assert_eq!(unpacked(compressed).trim_end(), document);
        }
        let sizes = |size: fn(&Compressed) -> usize| {
            compressed
                .iter()
                .map(size)
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(sizes(|it| it.brotli.len()).len(), 1);
        assert_eq!(sizes(|it| it.gzip.len()).len(), 1);
        assert_eq!(sizes(|it| it.plain().len()).len(), 1);
    }

    #[test]
    fn any_number_of_bytes_can_be_filled_up() {
        let stream = unended_brotli("满意".as_bytes(), QUICKER);
        for filling in (0..600).chain([65_535, 65_536, 65_538, 65_539, 65_540, 131_080]) {
            let ended = ended_brotli(&stream, filling);
            assert_eq!(ended.len(), stream.len() + filling + 1);
            let mut content = Vec::new();
            brotli::BrotliDecompress(&mut &ended[..], &mut content).unwrap();
            assert_eq!(content, "满意".as_bytes(), "{filling} bytes");
        }
    }

    #[tokio::test]
    async fn pages_of_one_person_are_filled_up_in_every_encoding() {
        for (accepted, step) in [("br", STEP), ("gzip", STEP), ("identity", 4 * STEP)] {
            for length in [0, 3_000, 100_000] {
                let letters = ('a'..='z').cycle().step_by(7);
                let page: String = letters.take(length).collect();
                let response = answer_in_steps(page.clone().into_bytes(), &accepting(accepted));
                let body = axum::body::to_bytes(response.into_body(), usize::MAX);
                let body = body.await.unwrap();
                assert!(
                    body.len().is_multiple_of(step),
                    "{accepted}: {} bytes",
                    body.len()
                );
                let mut content = Vec::new();
                match accepted {
                    "br" => brotli::BrotliDecompress(&mut &body[..], &mut content).unwrap(),
                    "gzip" => drop(GzDecoder::new(&body[..]).read_to_end(&mut content).unwrap()),
                    _ => content = body.to_vec(),
                }
                assert_eq!(String::from_utf8(content).unwrap().trim_end(), page);
            }
        }
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
