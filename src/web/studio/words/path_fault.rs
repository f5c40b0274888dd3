//! Why nobody comes to a question.

use super::written;
use crate::interface::Interface;
use authoring::paths::PathFault;
use messages::text;

/// Which question nobody comes to, why, and what to do.
pub(crate) fn path_fault(interface: &Interface, fault: &PathFault) -> String {
    match fault {
        PathFault::Contradiction { question } => interface.locale.t(text::WordsPathContradiction {
            question: written(question),
        }),
        PathFault::DeadEnd { at, question } => interface.locale.t(text::WordsPathDeadEnd {
            at: written(at),
            question: written(question),
        }),
        PathFault::Unreachable { question } => interface.locale.t(text::WordsPathUnreachable {
            question: written(question),
        }),
    }
}
