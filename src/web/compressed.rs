//! Content compressed once and handed out as often as it is asked for.
//!
//! # Design
//!
//! What differs between two visitors must not show in how many bytes they got: whoever sits between a phone and the
//! server sees nothing else of a page, and would know from its size which one it was. So documents that stand for each
//! other are filled up to one size in each encoding ([`Compressed::alike`]): the text by blanks at its end, gzip by a
//! field of its header that every reader skips (RFC 1952, 2.3.1.1), brotli by blocks of metadata, skipped too (RFC 7932,
//! 9.2). A page that holds what one person typed stands for no other, and is filled up to a multiple of [`STEP`].
//!
//! A few bytes at the very end of a document differ from visitor to visitor. Both encodings are streams of blocks that may
//! go on after what was written so far, and know blocks that are not compressed (RFC 1951, 3.2.4; RFC 7932, 9.2): so a
//! document is kept compressed and without its end, and each visitor's end is put behind it as it is.

use std::io::{Read, Write};
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use brotli::CompressorWriter;
use brotli::enc::BrotliEncoderParams;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, Crc, GzBuilder};

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

/// A document in the two encodings browsers know, to be ended for each who asks for it.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// Whole blocks, none of them the last.
    brotli: Bytes,
    gzip: Bytes,
    plain: Bytes,
    /// Of the document as it is without compression.
    checksum: Arc<Crc>,
}

/// A document in both encodings, to be filled up.
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
            gzip: gzip(content, 0).into(),
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

impl Document {
    /// Compresses documents that stand for each other, so that all have the same size in each encoding.
    pub(super) fn alike(documents: Vec<Vec<u8>>) -> Vec<Self> {
        let longest = documents.iter().map(Vec::len).max().unwrap_or_default();
        let documents = documents.into_iter().map(|mut plain| {
            plain.resize(longest, b' ');
            Unfilled {
                brotli: unended_brotli(&plain, QUICKER),
                gzip: unended_gzip(&plain, 0).len(),
                plain,
            }
        });
        let documents: Vec<Unfilled> = documents.collect();
        let of =
            |size: fn(&Unfilled) -> usize| documents.iter().map(size).max().unwrap_or_default();
        let brotli = of(|document| document.brotli.len());
        let zipped = of(|document| document.gzip);
        let documents = documents.into_iter().map(|document| {
            let filling = brotli - document.brotli.len();
            Self {
                brotli: filled_brotli(document.brotli, filling).into(),
                gzip: unended_gzip(&document.plain, zipped - document.gzip).into(),
                checksum: Arc::new(checksum(&document.plain)),
                plain: document.plain.into(),
            }
        });
        documents.collect()
    }

    /// The document and this end of it, in the best encoding the request accepts. Type and keeping are the caller's to
    /// say.
    pub(super) fn answer(&self, headers: &HeaderMap, end: &[u8]) -> Response {
        let ending = Ending::of(end);
        let (encoding, parts) = if accepts(headers, "br") {
            let parts = [&self.brotli[..], &ending.brotli(), end, &[LAST_AND_EMPTY]];
            (Some("br"), parts.concat())
        } else if accepts(headers, "gzip") {
            let parts = [&self.gzip[..], &ending.gzip(), end, &self.gzip_trailer(end)];
            (Some("gzip"), parts.concat())
        } else {
            (None, [&self.plain[..], end].concat())
        };
        encoded(encoding, parts.into())
    }

    /// What stands behind the last block of gzip: the checksum of all that was compressed, and its length.
    fn gzip_trailer(&self, end: &[u8]) -> [u8; 8] {
        let mut all = Crc::new();
        all.combine(&self.checksum);
        all.update(end);
        let (sum, length) = (u64::from(all.sum()), u64::from(all.amount()));
        (length << 32 | sum).to_le_bytes()
    }
}

/// The heads of blocks that are not compressed.
struct Ending {
    /// In bytes.
    length: u16,
}

impl Ending {
    fn of(end: &[u8]) -> Self {
        let length = u16::try_from(end.len()).expect("an end is a few words");
        Self { length }
    }

    /// Not the last block, its length less one in sixteen bits, and the mark of a block that is not compressed.
    fn brotli(&self) -> [u8; 3] {
        let [first, second, third, _] = (u32::from(self.length - 1) << 3 | 1 << 19).to_le_bytes();
        [first, second, third]
    }

    /// The last block, not compressed: its length, and that once more with every bit turned.
    fn gzip(&self) -> [u8; 5] {
        let [low, high] = self.length.to_le_bytes();
        [0b1, low, high, !low, !high]
    }
}

/// A page that one person gets, filled up, in the best encoding the request accepts. Type and keeping are the caller's to
/// say.
pub(super) fn answer_in_steps(mut page: Vec<u8>, headers: &HeaderMap) -> Response {
    let missing = |length: usize| length.next_multiple_of(STEP) - length;
    if accepts(headers, "br") {
        let stream = unended_brotli(&page, AT_ONCE);
        let filling = missing(stream.len() + 1);
        let mut filled = filled_brotli(stream, filling);
        filled.push(LAST_AND_EMPTY);
        return encoded(Some("br"), filled.into());
    }
    if accepts(headers, "gzip") {
        let filled = gzip(&page, missing(gzip(&page, 0).len()));
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

/// Content in gzip, with so many bytes more in a field that is skipped.
fn gzip(content: &[u8], filling: usize) -> Vec<u8> {
    gzip_begun(content, filling).finish().expect(IN_MEMORY)
}

/// Content in gzip up to the end of a byte, with no last block yet.
fn unended_gzip(content: &[u8], filling: usize) -> Vec<u8> {
    let mut gzip = gzip_begun(content, filling);
    gzip.flush().expect(IN_MEMORY);
    gzip.get_ref().clone()
}

fn gzip_begun(content: &[u8], filling: usize) -> GzEncoder<Vec<u8>> {
    let builder = GzBuilder::new().extra(vec![0; filling]);
    let mut gzip = builder.write(Vec::new(), Compression::best());
    gzip.write_all(content).expect(IN_MEMORY);
    gzip
}

fn checksum(content: &[u8]) -> Crc {
    let mut checksum = Crc::new();
    checksum.update(content);
    checksum
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

/// The stream with so many bytes more that are skipped.
fn filled_brotli(mut stream: Vec<u8>, filling: usize) -> Vec<u8> {
    /// Not the last block, metadata, and of no length unless bits for one are set.
    const SKIPPED: u32 = 0b00_0110;
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
    use std::collections::BTreeSet;

    use axum::body::to_bytes;

    use super::*;

    fn accepting(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn content_survives_its_compression() {
        let content = "满意".repeat(500);
        assert_eq!(Compressed::of(content.as_bytes()).plain(), content);
    }

    /// A document with this end as it travels in this encoding, and what a browser makes of it.
    async fn received(document: &Document, encoding: &'static str, end: &str) -> (usize, String) {
        let answer = document.answer(&accepting(encoding), end.as_bytes());
        let travelled = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let mut content = Vec::new();
        match encoding {
            "br" => brotli::BrotliDecompress(&mut &travelled[..], &mut content).unwrap(),
            "gzip" => {
                GzDecoder::new(&travelled[..])
                    .read_to_end(&mut content)
                    .unwrap();
            }
            _ => content.extend(&travelled),
        }
        (travelled.len(), String::from_utf8(content).unwrap())
    }

    #[tokio::test]
    async fn documents_that_stand_for_each_other_have_one_size_and_keep_their_content() {
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
        let compressed = Document::alike(compressed.collect());
        for encoding in ["br", "gzip", "identity"] {
            let mut sizes = BTreeSet::new();
            for (document, compressed) in documents.iter().zip(&compressed) {
                let end = format!("<{:032x}>", compressed.plain.len() + document.len());
                let (size, content) = received(compressed, encoding, &end).await;
                let content = content.strip_suffix(&end).unwrap();
                assert_eq!(content.trim_end(), document);
                sizes.insert(size);
            }
            assert_eq!(sizes.len(), 1, "{encoding}: {sizes:?}");
        }
    }

    #[test]
    fn any_number_of_bytes_can_be_filled_up() {
        let stream = unended_brotli("满意".as_bytes(), QUICKER);
        for filling in (0..600).chain([65_535, 65_536, 65_538, 65_539, 65_540, 131_080]) {
            let mut ended = filled_brotli(stream.clone(), filling);
            assert_eq!(ended.len(), stream.len() + filling);
            ended.push(LAST_AND_EMPTY);
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
                let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
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
