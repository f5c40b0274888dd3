//! What a version is called.

use crate::interface::Interface;
use messages::text;
use questionnaire::store::StoredVersion;

/// Which version of its questionnaire it is, in words.
pub(super) fn version_number(interface: &Interface, version: &StoredVersion) -> String {
    let number = version.number;
    let locale = interface.locale;
    let ordinal = locale.t(text::VersionNumber { number });
    format!("{} · {ordinal}", version.questionnaire)
}
