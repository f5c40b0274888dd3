//! Styles, scripts and drawings, inside the binary, under names that change with their content.
//!
//! # Design
//!
//! What a page needs travels as one file, so that a slow network pays one round trip; what a person edits are
//! small files named by what is inside. [`BUNDLES`] says which of them travel together. There is no build:
//! they are put one after the other when the program starts, without the comments and blanks that only who edits them
//! reads; names stay as they are.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use data_encoding::HEXLOWER;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::addresses::Address;
use super::compressed::Compressed;
use super::error::{Error, Missing};
use super::extract::Path;

/// What travels together: the name it travels under, and its parts in order.
const BUNDLES: &[(&str, &[&str])] = &[
    ("app.css", &["base.css", "board.css", "map.css"]),
    ("form.css", &["base.css", "form.css", "screens.css"]),
    ("paper.css", &["base.css", "form.css", "booklet.css"]),
    (
        "site.js",
        &[
            "reading.js",
            "code.js",
            "form/shelf.js",
            "form/queue.js",
            "over.js",
            "figures.js",
        ],
    ),
    (
        "field.js",
        &[
            "form/shelf.js",
            "form/queue.js",
            "field/forgetting.js",
            "field/visits.js",
            "field/along.js",
            "field/round.js",
        ],
    ),
    (
        "signed-out.js",
        &[
            "form/shelf.js",
            "field/forgetting.js",
            "field/signed_out.js",
        ],
    ),
    (
        "form.js",
        &[
            "form/conditions.js",
            "form/fields.js",
            "form/shelf.js",
            "form/queue.js",
            "form/hands.js",
            "form/aloud.js",
            "form/drafts.js",
            "form/sending.js",
            "form/review.js",
            "form/screens.js",
            "reading.js",
        ],
    ),
];

/// Served at the root of the site: a service worker looks after nothing above its own address.
const WORKER: &str = "worker.js";

#[derive(RustEmbed)]
#[folder = "../../static/"]
struct Static;

/// A file as it travels.
struct Asset {
    hash: String,
    content: Compressed,
}

static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let single = Static::iter()
        .filter(|name| {
            !BUNDLES
                .iter()
                .any(|(_, parts)| parts.contains(&name.as_ref()))
        })
        .map(|name| (name.clone().into_owned(), light(&name)));
    let bundles = BUNDLES.iter().map(|(name, parts)| {
        let content: Vec<Vec<u8>> = parts.iter().map(|part| light(part)).collect();
        ((*name).to_owned(), content.concat())
    });
    single
        .chain(bundles)
        .map(|(name, content)| {
            let hash = HEXLOWER.encode(&Sha256::digest(&content)[..6]);
            let content = Compressed::of(&content);
            (name, Asset { hash, content })
        })
        .collect()
});

fn read(name: &str) -> Vec<u8> {
    let file = Static::get(name).expect("the tests find every part of a bundle");
    file.data.into_owned()
}

/// A file as it travels: without comments and needless blanks.
fn light(name: &str) -> Vec<u8> {
    let content = read(name);
    let Ok(text) = std::str::from_utf8(&content) else {
        return content;
    };
    match name.rsplit_once('.') {
        Some((_, "js")) => format!("{}\n", minifier::js::minify(text)).into_bytes(),
        Some((_, "css")) => {
            let light = minifier::css::minify(text).map(|light| light.to_string());
            light.map_or(content.clone(), String::into_bytes)
        }
        _ => content,
    }
}

/// A style as text, for a document that stands alone.
pub(super) fn style(name: &str) -> String {
    String::from_utf8_lossy(&light(name)).into_owned()
}

/// The address of a file: its name with the beginning of its hash before the ending.
pub(super) fn address(name: &str) -> String {
    let hash = ASSETS.get(name).map_or("", |asset| &asset.hash);
    let name = match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => format!("{name}.{hash}"),
    };
    Address::Asset { name: &name }.to_string()
}

/// Serves a file under its present address only, so that it may be kept for ever.
pub(super) async fn show(
    Path(requested): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (name, hash) = split(&requested).ok_or(Error::NotFound(Missing::Page))?;
    let asset = ASSETS.get(&name).filter(|asset| asset.hash == hash);
    let asset = asset.ok_or(Error::NotFound(Missing::Page))?;
    Ok(answer(
        asset,
        &name,
        "public, max-age=31536000, immutable",
        &headers,
    ))
}

/// Serves the service worker, which asks for itself anew each time and says which headers a kept page gets.
pub(super) async fn worker(headers: HeaderMap) -> Result<Response, Error> {
    let asset = ASSETS.get(WORKER).ok_or(Error::NotFound(Missing::Page))?;
    let mut response = answer(asset, WORKER, "no-cache", &headers);
    response
        .headers_mut()
        .insert("service-worker-allowed", HeaderValue::from_static("/"));
    Ok(response)
}

fn answer(asset: &Asset, name: &str, keep: &'static str, headers: &HeaderMap) -> Response {
    let mut response = asset.content.answer(headers);
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

fn split(requested: &str) -> Option<(String, &str)> {
    let (start, ending) = requested.rsplit_once('.')?;
    let (stem, hash) = start.rsplit_once('.')?;
    Some((format!("{stem}.{ending}"), hash))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_file_leads_back_to_it() {
        let address = address("app.css");
        let requested = address.strip_prefix("/static/").unwrap();
        let (name, hash) = split(requested).unwrap();
        assert_eq!(name, "app.css");
        assert_eq!(hash.len(), 12);
    }

    #[test]
    fn scripts_and_styles_travel_without_comments_and_keep_their_words() {
        for name in Static::iter() {
            let (whole, light) = (read(&name), light(&name));
            let is_text = name.ends_with(".js") || name.ends_with(".css");
            assert_eq!(light.len() < whole.len(), is_text, "{name}");
            let words = |text: &[u8], mark: &str| {
                let text = String::from_utf8_lossy(text);
                let code = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"));
                code.map(|line| line.matches(mark).count()).sum::<usize>()
            };
            for mark in ["function", "addEventListener", "await", "var(--", "@media"] {
                assert_eq!(words(&light, mark), words(&whole, mark), "{name}: {mark}");
            }
        }
    }

    #[test]
    fn every_part_of_a_bundle_is_there_and_travels_only_in_bundles() {
        for (name, parts) in BUNDLES {
            assert!(ASSETS.contains_key(*name));
            for part in *parts {
                assert!(Static::get(part).is_some(), "{part}");
                let is_bundle = BUNDLES.iter().any(|(bundle, _)| bundle == part);
                assert!(is_bundle || !ASSETS.contains_key(*part), "{part}");
            }
        }
    }
}
