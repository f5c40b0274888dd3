//! What a request carries, decoded strictly: anything malformed is refused before a page sees it.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::error::{Error, FormFault, Missing};

/// The most bytes a form may have; the router's body limit.
pub(crate) const FORM_LIMIT: usize = 64 * 1024;
/// The most fields a resident's form may have; the longest questionnaire has far fewer.
const FIELD_LIMIT: usize = 500;

/// Names and values in the order sent; a name may come more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Decodes `application/x-www-form-urlencoded`, letting nothing doubtful pass.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, FormFault> {
        Self::parse_within(FIELD_LIMIT, bytes)
    }

    /// Decodes a form that may have this many fields.
    pub(crate) fn parse_within(limit: usize, bytes: &[u8]) -> Result<Self, FormFault> {
        let mut fields = Vec::new();
        for pair in bytes
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            if fields.len() == limit {
                return Err(FormFault::TooManyFields);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(halves.next().unwrap_or_default())?;
            let value = decode(halves.next().unwrap_or_default())?;
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    /// Names and values that were decoded elsewhere.
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value under a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// Every value under a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// Names and values in the order sent.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl IntoIterator for Fields {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

fn decode(bytes: &[u8]) -> Result<String, FormFault> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(*byte).to_digit(16));
                let (high, low) = digit().zip(digit()).ok_or(FormFault::PercentEncoding)?;
                u8::try_from(high * 16 + low).expect("two hexadecimal digits make a byte")
            }
            byte => *byte,
        });
    }
    let Ok(text) = String::from_utf8(decoded) else {
        return Err(FormFault::Utf8);
    };
    if text.contains('\0') {
        Err(FormFault::Nul)
    } else {
        Ok(text)
    }
}

/// The fields of a posted form.
#[derive(Debug)]
pub(crate) struct Form(pub(crate) Fields);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !is_form(request.headers()) {
            return Err(Error::UnsupportedMediaType);
        }
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
                    _ => Error::Malformed(FormFault::Body),
                })?;
        Ok(Self(Fields::parse(&bytes).map_err(Error::Malformed)?))
    }
}

pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = value.and_then(|value| value.split(';').next());
    media_type.is_some_and(|it| {
        it.trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// The fields of the address's query.
#[derive(Debug)]
pub(crate) struct Query(pub(crate) Fields);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            Fields::parse(query.as_bytes()).map_err(Error::Malformed)?,
        ))
    }
}

/// The variable parts of the path; what cannot be read leads nowhere.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    #[expect(
        clippy::disallowed_types,
        reason = "the one place that wraps it, so that a bad address gets a page"
    )]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Error::NotFound(Missing::Page)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_decoded() {
        let fields = Fields::parse(b"R01=2&R28=%E5%A5%BD+a%2Bb&W05=1&W05=3&empty").unwrap();
        assert_eq!(fields.get("R01"), Some("2"));
        assert_eq!(fields.get("R28"), Some("好 a+b"));
        assert_eq!(fields.all("W05").collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!(fields.get("empty"), Some(""));
        assert_eq!(fields.get("none"), None);
    }

    #[test]
    fn doubtful_bytes_are_refused() {
        assert_eq!(Fields::parse(b"a=%4"), Err(FormFault::PercentEncoding));
        assert_eq!(Fields::parse(b"a=%zz"), Err(FormFault::PercentEncoding));
        assert_eq!(Fields::parse(b"a=%FF"), Err(FormFault::Utf8));
        assert_eq!(Fields::parse(b"a=\xC3"), Err(FormFault::Utf8));
        assert_eq!(Fields::parse(b"a=%00"), Err(FormFault::Nul));
    }

    #[test]
    fn ten_thousand_fields_are_refused() {
        let body = "a=1&".repeat(10_000);
        assert_eq!(
            Fields::parse(body.as_bytes()),
            Err(FormFault::TooManyFields)
        );
    }
}
