//! Why a password cannot be one.

use crate::{Locale, text};
use accounts::password::{PasswordFault, SHORTEST};

/// What is wrong with a new password, and what to do.
pub fn password_fault(locale: Locale, fault: PasswordFault) -> String {
    match fault {
        PasswordFault::TooShort => locale.t(text::PasswordShort { shortest: SHORTEST }),
        PasswordFault::TooLong => locale.t(text::PASSWORD_LONG),
        PasswordFault::HoldsTheName => locale.t(text::PASSWORD_NAME),
        PasswordFault::Monotonous => locale.t(text::PASSWORD_MONOTONOUS),
    }
}
