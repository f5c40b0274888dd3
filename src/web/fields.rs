//! Names and values of a form or of an address's query, decoded strictly.

/// The most fields a resident's form may have; the longest questionnaire has far fewer.
const FIELD_LIMIT: usize = 500;

/// Why a form cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FormFault {
    /// A `%` without two hexadecimal digits after it.
    #[error("a percent sign is not followed by two hexadecimal digits")]
    PercentEncoding,
    /// Bytes that are not UTF-8.
    #[error("the text is not UTF-8")]
    Utf8,
    /// A NUL character.
    #[error("the text holds a NUL character")]
    Nul,
    /// More fields than any form of ours has.
    #[error("more fields than any form of ours has")]
    TooManyFields,
    /// Fields or values that no page of ours could have sent.
    #[error("no page of ours could have sent this form")]
    Foreign,
    /// The body ended early.
    #[error("the body could not be read")]
    Body,
}

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
