//! What can come next in a condition that is being written.

use format::Checker;
use format::Positions;
use questionnaire::{AnswerType, Choice, Operator, Question, QuestionId, Questionnaire, Text};
use questionnaire::{Condition, Token, tokens};

/// What can come next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Completion<'q> {
    /// So many characters at the end of what was written are replaced.
    pub replaces: usize,
    /// What can stand there.
    pub candidates: Vec<Candidate<'q>>,
}

/// One thing that can come next.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<'q> {
    /// What is written.
    pub insert: String,
    /// What it is.
    pub sort: CandidateSort,
    /// The question's wording or the choice's label, where it is one.
    pub label: Option<&'q Text>,
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateSort {
    /// A question.
    Question,
    /// The code of a choice.
    Choice,
    /// A comparison.
    Operator,
    /// An arm or one of its groups.
    Arm,
    /// A word or sign that joins or negates.
    Word,
}

/// What can come next after `written`, in the `ask_if` (or else `end_if`) of a question.
pub fn complete<'q>(
    questionnaire: &'q Questionnaire,
    question: &QuestionId,
    ask_if: bool,
    written: &str,
) -> Completion<'q> {
    let quote = open_quote(written);
    let split = quote.unwrap_or_else(|| {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        written.trim_end_matches(word).len()
    });
    let (before, partial) = written.split_at(split);
    let Ok(tokens) = tokens(before) else {
        return Completion::default();
    };
    let place = questionnaire
        .questions
        .iter()
        .position(|other| other.id == *question);
    let writer = Writer {
        questionnaire,
        place: place.unwrap_or(questionnaire.questions.len()),
        ask_if,
    };
    let tokens: Vec<Token> = tokens.into_iter().map(|(token, _)| token).collect();
    let mut candidates = writer.next(&tokens);
    let partial_lower = partial.to_ascii_lowercase();
    candidates.retain(|candidate| {
        candidate
            .insert
            .to_ascii_lowercase()
            .starts_with(&partial_lower)
    });
    Completion {
        replaces: partial.chars().count(),
        candidates,
    }
}

/// Where a quotation mark stands that is not closed.
fn open_quote(written: &str) -> Option<usize> {
    let mut open: Option<(usize, char)> = None;
    for (at, c) in written.char_indices() {
        match open {
            Some((_, quote)) if c == quote => open = None,
            None if c == '\'' || c == '"' => open = Some((at, c)),
            _ => {}
        }
    }
    open.map(|(at, _)| at)
}

struct Writer<'q> {
    questionnaire: &'q Questionnaire,
    place: usize,
    ask_if: bool,
}

fn plain<'q>(insert: impl Into<String>, sort: CandidateSort) -> Candidate<'q> {
    Candidate {
        insert: insert.into(),
        sort,
        label: None,
    }
}

fn words<'q>(words: &[&str], sort: CandidateSort) -> Vec<Candidate<'q>> {
    words.iter().map(|word| plain(*word, sort)).collect()
}

impl<'q> Writer<'q> {
    fn next(&self, tokens: &[Token]) -> Vec<Candidate<'q>> {
        use CandidateSort::{Operator as Comparing, Word};
        match tokens {
            [.., Token::Id(word), Token::Sign("(")] if word == "answered" => {
                self.questions(|_| true)
            }
            [] | [.., Token::Sign("&&" | "||" | "!" | "(")] => self.beginnings(),
            [.., Token::Id(word), Token::Sign(".")] if word == "arm" => self
                .questionnaire
                .arms
                .iter()
                .map(|arm| plain(&arm.id, CandidateSort::Arm))
                .collect(),
            [.., Token::Sign("."), Token::Id(_)] => words(&["==", "!="], Comparing),
            [.., Token::Sign("."), Token::Id(arm), Token::Operator(_)] => self.groups(arm),
            [.., Token::Id(id), Token::Operator(_)] => self.codes(&QuestionId::new(id)),
            [.., Token::Number(_), Token::Id(word)] if word == "in" => {
                self.questions(|question| question.answer.supports_in())
            }
            [
                ..,
                Token::Number(_) | Token::Decimal(_) | Token::Text(_),
                Token::Operator(_),
            ] => self.questions(|question| {
                let mut operators = question.answer.operators().iter();
                operators.any(|operator| operator.orders())
            }),
            [.., Token::Id(word)] if word == "in" => words(&["["], Word),
            [.., Token::Id(word)] if word == "answered" => words(&["("], Word),
            [.., Token::Id(word)] if word == "arm" => words(&["."], Word),
            [.., Token::Id(id)] if !after_test(tokens) => self.operators(&QuestionId::new(id)),
            _ => match list_of(tokens) {
                Some((id, true)) => self.codes(&QuestionId::new(id)),
                Some((_, false)) => words(&[", ", "]"], Word),
                None => words(&["&&", "||"], Word),
            },
        }
    }

    /// What a test can begin with.
    fn beginnings(&self) -> Vec<Candidate<'q>> {
        let mut candidates = self.questions(|question| !question.answer.operators().is_empty());
        for question in self.known() {
            if question.answer.supports_in() {
                let choices = question.answer.own_choices().iter();
                candidates.extend(choices.map(|choice| Candidate {
                    insert: format!("{} in {}", choice.code, question.id),
                    sort: CandidateSort::Choice,
                    label: Some(&choice.label),
                }));
            }
        }
        for arm in &self.questionnaire.arms {
            let groups = arm.groups.keys();
            candidates
                .extend(groups.map(|group| {
                    plain(format!("arm.{} == '{group}'", arm.id), CandidateSort::Arm)
                }));
        }
        candidates.extend(words(&["answered(", "!", "("], CandidateSort::Word));
        candidates
    }

    /// The questions the condition can know.
    fn known(&self) -> impl Iterator<Item = &'q Question> {
        let positions = Positions::default();
        let at = self.questionnaire.questions.get(self.place);
        let before = self.place + usize::from(!self.ask_if);
        self.questionnaire
            .questions
            .iter()
            .take(before)
            .filter(move |question| {
                let Some(at) = at else { return true };
                let checker = Checker {
                    questionnaire: self.questionnaire,
                    positions: &positions,
                    known_before: before,
                    at,
                };
                Condition::parse(&format!("answered({})", question.id))
                    .is_ok_and(|condition| checker.check(&condition).is_empty())
            })
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn questions(&self, fits: impl Fn(&Question) -> bool) -> Vec<Candidate<'q>> {
        let fitting = self.known().filter(|question| fits(question));
        fitting
            .map(|question| Candidate {
                insert: question.id.to_string(),
                sort: CandidateSort::Question,
                label: Some(&question.text),
            })
            .collect()
    }

    fn groups(&self, arm: &str) -> Vec<Candidate<'q>> {
        let mut arms = self.questionnaire.arms.iter();
        let groups = arms
            .find(|other| other.id == arm)
            .map(|arm| arm.groups.keys());
        groups
            .into_iter()
            .flatten()
            .map(|group| plain(format!("'{group}'"), CandidateSort::Arm))
            .collect()
    }

    fn operators(&self, id: &QuestionId) -> Vec<Candidate<'q>> {
        let Some(question) = self.questionnaire.question(id) else {
            return Vec::new();
        };
        let answer = &question.answer;
        let (same, ordering): (Vec<Operator>, Vec<Operator>) = answer
            .operators()
            .iter()
            .partition(|operator| !operator.orders());
        let listed = !same.is_empty() && answer.has_codes();
        let signs = same.into_iter().map(Operator::sign);
        let signs = signs.chain(listed.then_some("in ["));
        let signs: Vec<&str> = signs
            .chain(ordering.into_iter().map(Operator::sign))
            .collect();
        words(&signs, CandidateSort::Operator)
    }

    fn codes(&self, id: &QuestionId) -> Vec<Candidate<'q>> {
        let Some(question) = self.questionnaire.question(id) else {
            return Vec::new();
        };
        match &question.answer {
            AnswerType::Number(_) => return Vec::new(),
            AnswerType::Date(date) => {
                let bounds = [date.earliest, date.latest].map(|date| format!("'{date}'"));
                return bounds.map(|date| plain(date, CandidateSort::Choice)).into();
            }
            AnswerType::Single(_)
            | AnswerType::Scale(_)
            | AnswerType::Multiple(_)
            | AnswerType::ShortText(_)
            | AnswerType::LongText(_)
            | AnswerType::District(_) => {}
        }
        let shared = question.answer.scale();
        let shared = shared.and_then(|scale| self.questionnaire.scale(scale));
        let shared = shared.into_iter().flat_map(|scale| &scale.choices);
        let code = |choice: &'q Choice| Candidate {
            insert: choice.code.to_string(),
            sort: CandidateSort::Choice,
            label: Some(&choice.label),
        };
        shared
            .chain(question.answer.own_choices())
            .map(code)
            .collect()
    }
}

/// True where the last name ends a test: `2 in Q1`, `2 < Q1`, `answered(Q1`.
fn after_test(tokens: &[Token]) -> bool {
    match tokens {
        [.., Token::Number(_), Token::Id(word), Token::Id(_)] => word == "in",
        [
            ..,
            Token::Number(_) | Token::Decimal(_) | Token::Text(_),
            Token::Operator(_),
            Token::Id(_),
        ] => true,
        _ => false,
    }
}

/// The question whose list of codes is being written, and whether a code comes next.
fn list_of(tokens: &[Token]) -> Option<(&str, bool)> {
    let open = tokens
        .iter()
        .rposition(|token| *token == Token::Sign("["))?;
    if tokens[open..].contains(&Token::Sign("]")) {
        return None;
    }
    let Some(Token::Id(question)) = tokens.get(open.checked_sub(2)?) else {
        return None;
    };
    let code_next = matches!(tokens.last(), Some(Token::Sign("[" | ",")));
    Some((question, code_next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::questionnaire;

    #[test]
    fn a_date_is_compared_with_a_date_in_quotes() {
        let sample = questionnaire(
            "[[question]]\nid = \"Q1\"\ntype = \"date\"\nearliest = \"2012-01\"\nlatest = \"2014-12\"\nzh = \"？\"\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n",
        );
        let next = |written: &str| -> Vec<String> {
            let candidates = complete(&sample, &QuestionId::new("Q2"), true, written).candidates;
            candidates.into_iter().map(|it| it.insert).collect()
        };
        assert_eq!(next("Q1 "), ["==", "!=", "<", "<=", ">", ">="]);
        assert_eq!(next("Q1 < "), ["'2012-01'", "'2014-12'"]);
        assert_eq!(next("Q1 < '2014"), ["'2014-12'"]);
        assert_eq!(next("Q1 < '2014-12' "), ["&&", "||"]);
        assert_eq!(next("'2014-12' > "), ["Q1"]);
        assert_eq!(next("'2014-12' > Q1 "), ["&&", "||"]);
    }

    #[test]
    fn candidates_fit_what_was_written() {
        let sample = questionnaire(
            "[[arm]]\nid = \"w\"\ngroups = { a = 0.5, b = 0.5 }\n\
             [[question]]\nid = \"Q1\"\ntype = \"single\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"一\" }, { code = 2, zh = \"二\" }]\n\
             [[question]]\nid = \"Q2\"\ntype = \"multiple\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"票价\" }, { code = 2, zh = \"班次\" }]\n\
             [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n\
             [[question]]\nid = \"Q4\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n",
        );
        let next = |written: &str| -> Vec<String> {
            let completion = complete(&sample, &QuestionId::new("Q3"), true, written);
            completion
                .candidates
                .into_iter()
                .map(|candidate| candidate.insert)
                .collect()
        };
        assert_eq!(
            next(""),
            [
                "Q1",
                "1 in Q2",
                "2 in Q2",
                "arm.w == 'a'",
                "arm.w == 'b'",
                "answered(",
                "!",
                "("
            ]
        );
        assert_eq!(next("Q1 == 1 && q"), ["Q1"]);
        assert_eq!(next("Q1 "), ["==", "!=", "in ["]);
        assert_eq!(next("Q1 == "), ["1", "2"]);
        assert_eq!(next("Q1 in ["), ["1", "2"]);
        assert_eq!(next("Q1 in [1, "), ["1", "2"]);
        assert_eq!(next("Q1 in [1 "), [", ", "]"]);
        assert_eq!(next("Q1 in [1] "), ["&&", "||"]);
        assert_eq!(next("2 in "), ["Q2"]);
        assert_eq!(next("2 in Q2 "), ["&&", "||"]);
        assert_eq!(next("answered("), ["Q1", "Q2"]);
        assert_eq!(next("arm."), ["w"]);
        assert_eq!(next("arm.w == 'b"), ["'b'"]);
        assert_eq!(
            complete(&sample, &QuestionId::new("Q3"), true, "arm.w == 'b").replaces,
            2
        );
        assert!(
            complete(&sample, &QuestionId::new("Q3"), false, "")
                .candidates
                .iter()
                .any(|c| c.insert == "Q3")
        );
        assert!(next("Q1 ； ").is_empty());
    }
}
