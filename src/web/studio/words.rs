//! Stand-in until the words of findings come.
use crate::questionnaire::advice::Advice;
use crate::questionnaire::difference::Difference;
use crate::questionnaire::editing::EditError;
use crate::questionnaire::{Phrase, Problem};
use crate::web::interface::Interface;
pub(super) fn problem(_: &Interface, problem: &Problem) -> String {
    problem.to_string()
}
pub(super) fn advice(_: &Interface, advice: &Advice) -> String {
    format!("{advice:?}")
}
pub(super) fn difference(_: &Interface, it: &Difference) -> String {
    format!("{it:?}")
}
pub(super) fn edit_error(_: &Interface, it: &EditError) -> String {
    it.to_string()
}
pub(super) fn phrase(_: &Interface, it: &Phrase<'_>) -> String {
    format!("{it:?}")
}
