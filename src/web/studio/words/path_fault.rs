//! Why nobody comes to a question.

use super::written;
use crate::interface::Interface;
use authoring::paths::PathFault;

/// Which question nobody comes to, why, and what to do.
pub(crate) fn path_fault(interface: &Interface, fault: &PathFault) -> String {
    let (key, words) = match fault {
        PathFault::Contradiction { question } => (
            "words-path-contradiction",
            vec![("question", written(question))],
        ),
        PathFault::DeadEnd { at, question } => (
            "words-path-dead-end",
            vec![("at", written(at)), ("question", written(question))],
        ),
        PathFault::Unreachable { question } => (
            "words-path-unreachable",
            vec![("question", written(question))],
        ),
    };
    interface.locale.with(key, words)
}
