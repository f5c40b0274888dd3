//! Every single choice of every question of the shipped questionnaires is accepted, in every variant that shows it.
//!
//! The choices are read from the form as it is shown. Each form that is sent tries one new choice of as many
//! questions as its routing path holds, so that all of them take some hundreds of forms.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use axum::http::StatusCode;
use futures_util::future::join_all;
use questionnaire::{
    Answer, Answers, Assignment, Code, Language, Question, QuestionId, Questionnaire, other_field,
    route,
};
use scraper::{Html, Selector};

use crate::city::City;

/// The codes of every question that a form shows.
type Choices = BTreeMap<QuestionId, Vec<Code>>;

#[tokio::test]
async fn every_choice_of_the_residents_survey_is_accepted() {
    let survey = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");
    assert_every_choice_is_accepted(survey).await;
}

#[tokio::test]
async fn every_choice_of_the_parents_survey_is_accepted() {
    let survey = include_bytes!("../../surveys/harbin-2012-2014/parents.toml");
    assert_every_choice_is_accepted(survey).await;
}

#[tokio::test]
async fn every_choice_of_the_window_survey_is_accepted() {
    let survey = include_bytes!("../../surveys/harbin-2012-2014/window.toml");
    assert_every_choice_is_accepted(survey).await;
}

async fn assert_every_choice_is_accepted(survey: &[u8]) {
    let city = City::start().await;
    let version = city.open_wave("shipped", survey).await;
    let mut fills = 0..;
    for variant in 0..version.variants.count() {
        let cookie = format!("fill={:032x}.{variant}.0", fills.next().unwrap_or(0_u64));
        let choices = choices_shown(&city.get_with("/s/shipped", &cookie).await.body);
        let filler = Filler {
            questionnaire: &version.questionnaire,
            assignment: version.variants.get(variant).unwrap(),
            choices: &choices,
        };
        let sendings = filler.plan().into_iter().map(|form| {
            let body = form.body(variant, fills.next().unwrap_or(0));
            let city = &city;
            async move { (form, city.post("/s/shipped", "", body).await) }
        });
        for (form, answer) in join_all(sendings).await {
            let expected = match &form.ends {
                Some(end) => {
                    assert!(answer.body.contains(end.as_str()), "{}", answer.body);
                    StatusCode::OK
                }
                None => StatusCode::SEE_OTHER,
            };
            let given = &form.answers;
            assert_eq!(answer.status, expected, "variant {variant}: {given:?}");
        }
    }
}

/// The choices of the form, by question.
fn choices_shown(page: &str) -> Choices {
    let page = Html::parse_document(page);
    let fields = Selector::parse("input[type=radio], input[type=checkbox]").unwrap();
    let mut choices = Choices::new();
    for field in page.select(&fields) {
        let question = QuestionId::new(field.attr("name").unwrap());
        let code = field.attr("value").unwrap().parse().unwrap();
        choices.entry(question).or_default().push(code);
    }
    choices
}

/// A form to be sent, and what it says if it ends the interview.
struct Form {
    answers: Answers,
    other: Vec<QuestionId>,
    ends: Option<String>,
}

impl Form {
    fn body(&self, variant: u8, fill: u64) -> String {
        let mut body = format!("_variant={variant}&_fill={fill:032x}");
        for (question, answer) in &self.answers.0 {
            let codes: Vec<Code> = match answer {
                Answer::Number(_) => answer.code().into_iter().collect(),
                Answer::Codes(codes) => codes.iter().copied().collect(),
                Answer::Text(_)
                | Answer::Decimal { .. }
                | Answer::Date { .. }
                | Answer::Beside { .. } => {
                    unreachable!("choices are codes")
                }
            };
            for code in codes {
                write!(body, "&{question}={code}").unwrap();
            }
        }
        for question in &self.other {
            write!(body, "&{}=%E5%88%AB%E7%9A%84", other_field(question)).unwrap();
        }
        body
    }
}

/// Fills the forms of one variant in.
struct Filler<'a> {
    questionnaire: &'a Questionnaire,
    assignment: &'a Assignment,
    choices: &'a Choices,
}

impl Filler<'_> {
    /// Forms in which every choice is given at least once.
    fn plan(&self) -> Vec<Form> {
        let mut open: BTreeSet<(QuestionId, Code)> = self
            .choices
            .iter()
            .flat_map(|(id, codes)| codes.iter().map(|code| (id.clone(), *code)))
            .collect();
        let mut forms = Vec::new();
        while let Some((id, code)) = open.first().cloned() {
            let form = self.form_with(&id, code, &open);
            for (question, answer) in &form.answers.0 {
                match answer {
                    Answer::Number(code) => open.remove(&(question.clone(), Code(*code))),
                    Answer::Codes(codes) => codes
                        .iter()
                        .any(|code| open.remove(&(question.clone(), *code))),
                    Answer::Text(_)
                    | Answer::Decimal { .. }
                    | Answer::Date { .. }
                    | Answer::Beside { .. } => false,
                };
            }
            assert!(
                !open.contains(&(id.clone(), code)),
                "{id}={code} is unreachable"
            );
            forms.push(form);
        }
        forms
    }

    /// A form with this choice, and with choices still open wherever else that leads to no other path.
    fn form_with(&self, id: &QuestionId, code: Code, open: &BTreeSet<(QuestionId, Code)>) -> Form {
        let question = self.questionnaire.question(id).unwrap();
        let mut answers = self.plain();
        answers.0.insert(id.clone(), answer(question, code));
        self.lead_to(question, &mut answers);
        let gates = question
            .ask_if
            .as_ref()
            .map_or(Vec::new(), |it| it.questions());
        for (other, code) in open {
            let other = self.questionnaire.question(other).unwrap();
            let taken = answers.0.contains_key(&other.id) && other.end_if.is_none();
            if other.id == *id || taken || gates.contains(&&other.id) {
                continue;
            }
            let mut tried = answers.clone();
            tried.0.insert(other.id.clone(), answer(other, *code));
            let path = route(self.questionnaire, self.assignment, &tried);
            if path.ended_at.is_none() && path.asked.contains(&other) {
                answers = tried;
            }
        }
        let path = route(self.questionnaire, self.assignment, &answers);
        let asked: Vec<&QuestionId> = path.asked.iter().map(|asked| &asked.id).collect();
        answers.0.retain(|id, _| asked.contains(&id));
        let chinese = Language::new("zh");
        let ends = path.ended_at.map(|end| end.end.get(&chinese).to_owned());
        let other = answers
            .0
            .iter()
            .filter(|(id, answer)| self.wants_text(id, answer));
        Form {
            other: other.map(|(id, _)| id.clone()).collect(),
            ends,
            answers,
        }
    }

    /// What everybody must answer, so that nothing ends.
    fn plain(&self) -> Answers {
        let mut answers = Answers::default();
        for question in self.questionnaire.questions.iter().filter(|it| it.required) {
            for code in self.choices.get(&question.id).into_iter().flatten() {
                answers
                    .0
                    .insert(question.id.clone(), answer(question, *code));
                let path = route(self.questionnaire, self.assignment, &answers);
                if path.ended_at.is_none() {
                    break;
                }
            }
        }
        answers
    }

    /// Answers what a question is asked after, so that it is asked.
    fn lead_to(&self, question: &Question, answers: &mut Answers) {
        let gates = question
            .ask_if
            .as_ref()
            .map_or(Vec::new(), |it| it.questions());
        for gate in gates {
            for code in &self.choices[gate] {
                let path = route(self.questionnaire, self.assignment, answers);
                if path.asked.contains(&question) {
                    return;
                }
                let gate = self.questionnaire.question(gate).unwrap();
                answers.0.insert(gate.id.clone(), answer(gate, *code));
            }
        }
    }

    fn wants_text(&self, id: &QuestionId, answer: &Answer) -> bool {
        let question = self.questionnaire.question(id).unwrap();
        let choice = |code| self.assignment.choice(self.questionnaire, question, code);
        let other = |code| choice(code).is_some_and(|choice| choice.other);
        match answer {
            Answer::Number(code) => other(Code(*code)),
            Answer::Codes(codes) => codes.iter().any(|code| other(*code)),
            Answer::Text(_)
            | Answer::Decimal { .. }
            | Answer::Date { .. }
            | Answer::Beside { .. } => false,
        }
    }
}

fn answer(question: &Question, code: Code) -> Answer {
    if question.answer.is_multiple() {
        Answer::Codes([code].into())
    } else {
        Answer::chosen(code)
    }
}
