//! Conditions as people say them.

use crate::condition_words;
use crate::interface::Interface;
use questionnaire::Phrase;

/// The phrase in words, the questions called by their ids.
pub(crate) fn phrase(interface: &Interface, phrase: &Phrase<'_>) -> String {
    condition_words::spoken(interface, phrase)
}
