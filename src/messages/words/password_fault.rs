//! Why a password cannot be one.

use crate::{Locale, PlainMessage, text};
use accounts::Weakness;
use accounts::password::{PasswordFault, SHORTEST};

/// What is wrong with a new password, and what to do.
pub fn password_fault(locale: Locale, fault: PasswordFault) -> String {
    match fault {
        PasswordFault::TooShort => locale.t(text::PasswordShort { shortest: SHORTEST }),
        PasswordFault::TooLong => locale.t(text::PASSWORD_LONG),
        PasswordFault::HoldsTheName => locale.t(text::PASSWORD_NAME),
        PasswordFault::Guessable(weakness) => {
            let why = locale.t(reason(weakness));
            locale.t(text::PasswordGuessable { why })
        }
    }
}

/// Why a password can be guessed.
fn reason(weakness: Weakness) -> PlainMessage {
    match weakness {
        Weakness::Common => text::PASSWORD_COMMON,
        Weakness::Keys => text::PASSWORD_KEYS,
        Weakness::Repeats => text::PASSWORD_REPEATS,
        Weakness::Sequence => text::PASSWORD_SEQUENCE,
        Weakness::Date => text::PASSWORD_DATE,
        Weakness::PersonName => text::PASSWORD_PERSON,
        Weakness::Local => text::PASSWORD_LOCAL,
        Weakness::Little => text::PASSWORD_LITTLE,
    }
}
