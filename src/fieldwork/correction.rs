//! Corrections of a wave that is in the field: its close is put off, its title or its contact is put right.
//!
//! # Design
//!
//! A wave is registered before its first answer, and its registration never changes. So a correction stands beside it, with its
//! reason, for everybody to read: what was registered is what is there now, all corrections undone
//! ([`as_registered`]). Whatever differs without one differs from the registration, and stops the results.
//!
//! Nothing can be corrected by what was answered, since nobody can read it before the close. A close is only ever put
//! off: what people were promised on a letter stays true.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::wave::Wave;
use questionnaire::Text;

/// One correction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Correction {
    pub at: DateTime<Utc>,
    /// Why, in the words of whoever made it.
    pub reason: String,
    pub change: WaveChange,
}

/// What was there, and what is there now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum WaveChange {
    /// The moment from which no answers are taken, put off.
    Close {
        before: DateTime<Utc>,
        after: DateTime<Utc>,
    },
    Title {
        before: Text,
        after: Text,
    },
    /// Where residents may ask.
    Contact {
        before: Option<Text>,
        after: Option<Text>,
    },
}

impl WaveChange {
    /// What differs between a wave and what it is to be.
    pub fn between(wave: &Wave, corrected: &Wave) -> Vec<Self> {
        let mut changes = Vec::new();
        if wave.closes_at != corrected.closes_at {
            changes.push(Self::Close {
                before: wave.closes_at,
                after: corrected.closes_at,
            });
        }
        if wave.title != corrected.title {
            changes.push(Self::Title {
                before: wave.title.clone(),
                after: corrected.title.clone(),
            });
        }
        if wave.contact != corrected.contact {
            changes.push(Self::Contact {
                before: wave.contact.clone(),
                after: corrected.contact.clone(),
            });
        }
        changes
    }

    /// Takes it back, as far as the wave is what it made of it.
    fn undo(&self, wave: &mut Wave) {
        match self {
            Self::Close { before, after } if wave.closes_at == *after => {
                wave.closes_at = *before;
            }
            Self::Title { before, after } if wave.title == *after => {
                wave.title.clone_from(before);
            }
            Self::Contact { before, after } if wave.contact == *after => {
                wave.contact.clone_from(before);
            }
            Self::Close { .. } | Self::Title { .. } | Self::Contact { .. } => {}
        }
    }
}

/// The wave as it was registered, if nothing but these corrections, in the order in which they were made, has changed it.
#[must_use]
pub fn as_registered(wave: &Wave, corrections: &[Correction]) -> Wave {
    let mut registered = wave.clone();
    for correction in corrections.iter().rev() {
        correction.change.undo(&mut registered);
    }
    registered
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::wave::example;
    use super::*;

    #[test]
    fn corrections_undone_are_the_wave_as_it_was_and_anything_else_is_not() {
        let wave = example();
        let mut now = wave.clone();
        let mut corrections = Vec::new();
        for (days, title) in [(40, "调查"), (50, "满意度调查")] {
            let corrected = Wave {
                closes_at: wave.opens_at + TimeDelta::days(days),
                title: Text::from([("zh", title)]),
                contact: Some(Text::from([("zh", title)])),
                ..now.clone()
            };
            corrections.extend(
                WaveChange::between(&now, &corrected)
                    .into_iter()
                    .map(|change| Correction {
                        at: wave.opens_at,
                        reason: "雪灾".into(),
                        change,
                    }),
            );
            now = corrected;
        }
        assert_eq!(corrections.len(), 6);
        assert_eq!(as_registered(&now, &corrections), wave);
        // Somebody has bent the database.
        let bent = Wave {
            closes_at: now.closes_at + TimeDelta::days(1),
            ..now.clone()
        };
        assert_eq!(as_registered(&bent, &corrections).closes_at, bent.closes_at);
        assert_ne!(as_registered(&now, &corrections[1..]), wave);
    }
}
