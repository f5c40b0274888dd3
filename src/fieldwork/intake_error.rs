//! Why a questionnaire is not taken in.

use super::wave::WaveState;

/// Why a questionnaire was not taken in. Nothing was stored and no code was spent, unless the reason says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeError {
    /// There is no such wave.
    UnknownWave,
    /// The wave knows no such code, or is answered without one.
    UnknownCode,
    /// The code is known, and nobody can answer with it any more.
    CodeSpent(Spent),
    /// The wave does not take answers yet, or any more.
    WaveNotOpen(WaveState),
    /// Whether it was stored is not known, and most likely it was not; sending it again is safe.
    Unavailable,
}

/// Why nobody can answer with a code any more, though its wave may take answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    /// A questionnaire came back under it.
    Used,
    /// A questionnaire came back under another code of the same household.
    HouseholdAnswered,
    /// It was replaced by a fresh one.
    Void,
}
