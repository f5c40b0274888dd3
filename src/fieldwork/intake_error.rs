//! Why a questionnaire is not taken in.

use super::wave::WaveState;

/// Why a questionnaire was not taken in. Nothing was stored and no code was spent, unless the reason says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// There is no such wave.
    #[error("there is no such wave")]
    UnknownWave,
    /// The wave knows no such code, or is answered without one.
    #[error("the wave does not know this code")]
    UnknownCode,
    /// A questionnaire already came back under this code.
    #[error("a questionnaire already came back under this code")]
    CodeUsed,
    /// The wave does not take answers yet, or any more.
    #[error("the wave is not open")]
    WaveNotOpen(WaveState),
    /// This submission id was used before with other answers.
    #[error("the same submission was sent before with other answers")]
    Conflict,
    /// Whether it was stored is not known, and most likely it was not; sending it again is safe.
    #[error("it could not be stored now")]
    Unavailable,
}
