//! One word with every page that may answer a form: what it means for the form that was sent.
//!
//! Between a phone and this server stand hotel networks that ask for a password, firewalls with pages of their own and
//! gateways that are overloaded, each with whatever status and words it likes. A phone that took one of them for our
//! answer would erase what it had not sent. So a page of ours says in a header what has become of the form, and the
//! script believes no other: an answer without the word is "not now", and the form goes on waiting
//! (`static/form/queue.js`, `static/worker.js`). Nothing is said where it is worth another try: by errors of the server
//! and where too many ask at once.

use std::convert::Infallible;

use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

use crate::error::{Barred, Error, Gone};
use fieldwork::Spent;

const HEADER: HeaderName = HeaderName::from_static("minyi-form");

/// What a page means for the form it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormWord {
    /// It is the form, to be filled in.
    Open,
    /// It is the form once more: something has to be looked at again.
    Again,
    /// The form is done with: counted, only tried, or of somebody who is not asked.
    Done,
    /// The form came after the survey had closed and was not counted.
    Late,
    /// No form is taken here any more.
    Over,
    /// It was not taken as it is; the page says why.
    Refused,
}

impl FormWord {
    /// What the page of an error means, if another try would not change it.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        match error {
            Error::Gone(Gone::TooLate(_)) => Some(Self::Late),
            // The household has a fresh code and has not answered: what was typed is kept.
            Error::Gone(Gone::CodeSpent(Spent::Void)) => Some(Self::Refused),
            Error::Gone(_) | Error::Forbidden(Barred::Closed) => Some(Self::Over),
            _ if error.is_passing() => None,
            _ => Some(Self::Refused),
        }
    }

    /// Whether the phone erases what it holds of the form.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Late | Self::Over)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Again => "again",
            Self::Done => "done",
            Self::Late => "late",
            Self::Over => "over",
            Self::Refused => "refused",
        }
    }
}

impl IntoResponseParts for FormWord {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        let word = HeaderValue::from_static(self.word());
        parts.headers_mut().insert(HEADER, word);
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Missing;
    use db::Fault;

    #[test]
    fn what_may_pass_says_nothing() {
        for error in [
            Error::internal("a bug"),
            Error::Unavailable(Fault::DiskFull),
            Error::Busy,
            Error::TooManyGuesses,
        ] {
            assert_eq!(FormWord::of(&error), None, "{error:?}");
        }
        assert_eq!(
            FormWord::of(&Error::Gone(Gone::CodeSpent(Spent::Used))),
            Some(FormWord::Over)
        );
        assert_eq!(FormWord::of(&Error::TooLarge), Some(FormWord::Refused));
        let missing = Error::NotFound(Missing::Wave);
        assert!(!FormWord::of(&missing).is_some_and(FormWord::is_final));
    }
}
