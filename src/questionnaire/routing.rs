//! The routing path: which questions a respondent is asked.

use std::collections::BTreeSet;

use super::answers::{Answer, Answers};
use super::condition::Truth;
use super::definition::{Question, Questionnaire};
use super::variant::Assignment;

/// The questions asked of one respondent; derived, never stored.
#[derive(Debug, Clone, PartialEq)]
pub struct RoutingPath<'q> {
    /// The questions asked, in the order shown.
    pub asked: Vec<&'q Question>,
    /// The question whose answer ended the interview; the last of those asked.
    pub ended_at: Option<&'q Question>,
}

/// Follows the questionnaire with the answers given.
///
/// Answers to questions that are not asked count as not given, in every condition that
/// follows. A question ends the interview only if it is answered.
pub fn route<'q>(
    questionnaire: &'q Questionnaire,
    assignment: &Assignment,
    answers: &Answers,
) -> RoutingPath<'q> {
    let mut path = RoutingPath {
        asked: Vec::new(),
        ended_at: None,
    };
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for question in assignment.questions(questionnaire) {
        if let Some(condition) = &question.ask_if
            && condition.evaluate(assignment, &|id| given(answers, &asked, id)) != Truth::True
        {
            continue;
        }
        asked.insert(&question.id);
        path.asked.push(question);
        let Some(condition) = &question.end_if else {
            continue;
        };
        let answered = answers.get(&question.id).is_some();
        if answered
            && condition.evaluate(assignment, &|id| given(answers, &asked, id)) == Truth::True
        {
            path.ended_at = Some(question);
            break;
        }
    }
    path
}

fn given<'a>(answers: &'a Answers, asked: &BTreeSet<&str>, question: &str) -> Option<&'a Answer> {
    asked
        .contains(question)
        .then(|| answers.get(question))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::sample::questionnaire;

    const GATED: &str = r#"
        [[question]]
        id = "Q1"
        type = "number"
        min = 0
        max = 120
        zh = "几岁？"
        required = true
        end_if = "Q1 < 18"
        end = { zh = "谢谢" }
        [[question]]
        id = "Q2"
        type = "number"
        min = 0
        max = 9
        zh = "几个孩子？"
        ask_if = "18 <= Q1"
        [[question]]
        id = "Q3"
        type = "short_text"
        max_length = 50
        zh = "哪个学校？"
        ask_if = "0 < Q2"
        [[question]]
        id = "Q4"
        type = "number"
        min = 0
        max = 9
        zh = "几年级？"
        ask_if = "answered(Q3)"
    "#;

    fn asked(answers: &[(&str, Answer)]) -> Vec<String> {
        let questionnaire = questionnaire(GATED);
        let answers = Answers(
            answers
                .iter()
                .map(|(id, answer)| ((*id).to_owned(), answer.clone()))
                .collect(),
        );
        let path = route(&questionnaire, &Assignment::default(), &answers);
        path.asked
            .iter()
            .map(|question| question.id.clone())
            .collect()
    }

    #[test]
    fn an_unanswered_gate_stays_shut() {
        assert_eq!(asked(&[]), ["Q1"]);
    }

    #[test]
    fn an_end_leaves_nothing_after_it() {
        assert_eq!(
            asked(&[("Q1", Answer::Number(17)), ("Q2", Answer::Number(1))]),
            ["Q1"]
        );
    }

    #[test]
    fn answers_to_questions_not_asked_open_nothing() {
        let school = ("Q3", Answer::Text("三小".to_owned()));
        let adult = ("Q1", Answer::Number(40));
        assert_eq!(
            asked(&[adult.clone(), ("Q2", Answer::Number(0)), school.clone()]),
            ["Q1", "Q2"]
        );
        assert_eq!(
            asked(&[adult, ("Q2", Answer::Number(1)), school]),
            ["Q1", "Q2", "Q3", "Q4"]
        );
    }
}
