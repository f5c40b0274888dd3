//! Why nobody comes to a question.

use super::written;
use crate::{Locale, text};
use authoring::interview_paths::PathFault;

/// Which question nobody comes to, why, and what to do.
pub fn path_fault(locale: Locale, fault: &PathFault) -> String {
    match fault {
        PathFault::Contradiction { question } => locale.t(text::WordsPathContradiction {
            question: written(question),
        }),
        PathFault::DeadEnd { at, question } => locale.t(text::WordsPathDeadEnd {
            at: written(at),
            question: written(question),
        }),
        PathFault::Unreachable { question } => locale.t(text::WordsPathUnreachable {
            question: written(question),
        }),
        PathFault::Unexplained { question } => locale.t(text::WordsPathUnexplained {
            question: written(question),
        }),
        PathFault::Unproven { question } => locale.t(text::WordsPathUnproven {
            question: written(question),
        }),
    }
}
