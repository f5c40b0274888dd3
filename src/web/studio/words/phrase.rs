//! Conditions as people say them.

use crate::questionnaire::Phrase;
use crate::web::condition_words;
use crate::web::interface::Interface;

/// The phrase in words, the questions called by their ids.
pub(in crate::web) fn phrase(interface: &Interface, phrase: &Phrase<'_>) -> String {
    condition_words::spoken(interface, phrase)
}
