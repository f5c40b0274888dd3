//! What staff typed or uploaded, as the guard has read it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use multer::Multipart;

use crate::error::{Error, FormFault};
use crate::extract::{self, Fields};

/// The most fields of a form without files: every text of a long questionnaire, translated.
const MOST_FIELDS: usize = 5_000;

/// The most parts of a form with files.
const MOST_PARTS: usize = 100;

/// The longest reason that somebody gives for what they do, in characters.
pub(crate) const LONGEST_REASON: usize = 500;

/// The fields of a form, and the files that came with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) fields: Fields,
    files: Arc<Vec<File>>,
}

/// A file as a browser sends it.
#[derive(Debug, Clone)]
struct File {
    /// The field that it was chosen in.
    field: String,
    /// What it is called, with its folders where a whole folder was chosen.
    name: String,
    content: Bytes,
}

impl Typed {
    /// Reads either kind of form.
    pub(super) async fn read(headers: &HeaderMap, body: Bytes) -> Result<Self, Error> {
        if extract::is_form(headers) {
            let fields = Fields::parse_within(MOST_FIELDS, &body).map_err(Error::Malformed)?;
            return Ok(Self {
                fields,
                files: Arc::default(),
            });
        }
        let boundary = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| multer::parse_boundary(value).ok())
            .ok_or(Error::UnsupportedMediaType)?;
        let stream = futures_util::stream::iter([Ok::<_, Infallible>(body)]);
        let mut parts = Multipart::new(stream, boundary);
        let (mut fields, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = parts.next_field().await.or_else(malformed)? {
            if fields.len() + files.len() == MOST_PARTS {
                return Err(Error::Malformed(FormFault::TooManyFields));
            }
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.or_else(malformed)?;
            if let Some(file) = file {
                files.push(File {
                    field: name,
                    name: file,
                    content: bytes,
                });
            } else {
                let Ok(text) = String::from_utf8(bytes.to_vec()) else {
                    return Err(Error::Malformed(FormFault::Utf8));
                };
                if text.contains('\0') {
                    return Err(Error::Malformed(FormFault::Nul));
                }
                fields.push((name, text));
            }
        }
        Ok(Self {
            fields: Fields::from_pairs(fields),
            files: Arc::new(files),
        })
    }

    /// Fields without files: of a form as it stands before anybody typed.
    pub(super) fn of(fields: Fields) -> Self {
        Self {
            fields,
            files: Arc::default(),
        }
    }

    /// The field under a name, without the spaces around it.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.get(name).unwrap_or_default().trim()
    }

    /// What was given for a reason, cut where it is too long.
    pub(crate) fn reason(&self) -> String {
        self.text("reason").chars().take(LONGEST_REASON).collect()
    }

    /// The number under a name, which a page of ours wrote there.
    pub(crate) fn number(&self, name: &str) -> Result<i32, Error> {
        let number = self.text(name).parse();
        number.or(Err(Error::Malformed(FormFault::Foreign)))
    }

    /// The file under a name, unless none was chosen.
    pub(crate) fn file(&self, name: &str) -> Option<&Bytes> {
        self.files(name).next().map(|(_, content)| content)
    }

    /// The files under a name, each with what it is called.
    pub(crate) fn files(&self, name: &str) -> impl Iterator<Item = (&str, &Bytes)> {
        let chosen =
            (self.files.iter()).filter(move |file| file.field == name && !file.content.is_empty());
        chosen.map(|file| (file.name.as_str(), &file.content))
    }

    /// What the file under a name is called where it came from, without folders; empty where none was chosen.
    pub(crate) fn file_name(&self, name: &str) -> &str {
        let path = self.files(name).next().map_or("", |(path, _)| path);
        path.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

/// Whatever is wrong with the encoding of a form with files, people are told the same.
fn malformed<T>(_: multer::Error) -> Result<T, Error> {
    Err(Error::Malformed(FormFault::Body))
}

impl<S: Sync> FromRequestParts<S> for Typed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts
            .extensions
            .remove()
            .ok_or_else(|| Error::internal("what was typed is read by the guard alone"))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    async fn read(media_type: &'static str, body: &'static str) -> Result<Typed, Error> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media_type))]);
        Typed::read(&headers, Bytes::from_static(body.as_bytes())).await
    }

    #[tokio::test]
    async fn both_kinds_of_form_are_read() {
        let typed = read("application/x-www-form-urlencoded", "a=1&b=+%E5%A5%BD+")
            .await
            .unwrap();
        assert_eq!((typed.text("a"), typed.text("b")), ("1", "好"));
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
                    --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"d.toml\"\r\n\r\nid = 1\r\n\
                    --x\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
        let typed = read("multipart/form-data; boundary=x", body).await.unwrap();
        assert_eq!(typed.text("a"), "1");
        assert_eq!(typed.file("f").unwrap(), "id = 1");
        assert_eq!(typed.files("f").next().unwrap().0, "d.toml");
        assert_eq!(typed.file_name("f"), "d.toml");
        assert_eq!(typed.file("none"), None);
    }

    #[tokio::test]
    async fn the_texts_of_a_long_questionnaire_fit_into_one_form() {
        let of = |count: usize| {
            let pairs: Vec<String> = (0..count).map(|at| format!("text.{at}=a")).collect();
            Bytes::from(pairs.join("&"))
        };
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type)]);
        assert!(Typed::read(&headers, of(1_200)).await.is_ok());
        assert!(Typed::read(&headers, of(MOST_FIELDS + 1)).await.is_err());
    }

    #[tokio::test]
    async fn a_form_cut_short_is_refused() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
        assert!(read("multipart/form-data; boundary=x", body).await.is_err());
        assert!(read("application/json", "{}").await.is_err());
    }
}
