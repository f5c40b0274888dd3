//! What is wrong with a new password.

use crate::interface::Interface;
use accounts::password::{PasswordFault, SHORTEST};
use messages::text;

/// What is wrong with a new password, in words.
pub(super) fn password_fault(interface: &Interface, fault: PasswordFault) -> String {
    let locale = interface.locale;
    match fault {
        PasswordFault::TooShort => locale.t(text::PasswordShort { shortest: SHORTEST }),
        PasswordFault::TooLong => locale.t(text::PASSWORD_LONG),
        PasswordFault::HoldsTheName => locale.t(text::PASSWORD_NAME),
        PasswordFault::Monotonous => locale.t(text::PASSWORD_MONOTONOUS),
    }
}
