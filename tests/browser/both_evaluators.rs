//! The server and the phone decide alike: the same cases through `Condition::evaluate` and `conditions.js`, the same
//! answers through both routings.

use std::collections::{BTreeMap, BTreeSet};

use questionnaire::store::Library;
use questionnaire::{
    Answer, Answers, Assignment, Code, Condition, Question, QuestionId, Questionnaire, Seen, Sort,
    Submission, Truth, route, validate,
};
use rand::rngs::ChaCha20Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;

use crate::browser::Browser;
use crate::form::Form;
use crate::stage::Stage;

/// How many conditions are tried, and how many sets of answers for each form.
const CONDITIONS: usize = 2000;
const FILLS: usize = 200;

/// Conditions drawn from the whole grammar, with answers drawn from all there can be.
pub(crate) async fn agree_on_conditions(browser: &Browser, stage: &Stage) {
    Form::open(browser, stage, "/s/residents").await;
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let mut cases = Vec::new();
    let mut expected = Vec::new();
    for _ in 0..CONDITIONS {
        let source = draw_condition(&mut rng, 3);
        let condition = Condition::parse(&source).unwrap();
        let assignment = draw_groups(&mut rng);
        let answers = draw_answers(&mut rng);
        let truth = condition.evaluate(&assignment, &|id| answers.get(id));
        cases.push(json!([condition.to_tree(), assignment.groups, answers]));
        expected.push((source, answers, truth));
    }
    let script =
        "return arguments[0].map(([tree, arms, answers]) => truth(tree, arms, id => answers[id]))";
    let found = browser
        .client
        .execute(script, vec![json!(cases)])
        .await
        .unwrap();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), CONDITIONS);
    for ((source, answers, truth), found) in expected.iter().zip(found) {
        assert_eq!(
            found.as_i64(),
            Some(sign(*truth)),
            "{source} with {answers:?}"
        );
    }
    for truth in [Truth::True, Truth::False, Truth::Unknown] {
        let share = expected.iter().filter(|case| case.2 == truth).count();
        assert!(share > CONDITIONS / 10, "{truth:?} comes up {share} times");
    }
}

/// The shipped questionnaires and one with a branching route, in several variants, with answers drawn at random:
/// the same questions are asked in the same order, and the progress line never promises too few.
pub(crate) async fn agree_on_routes(browser: &Browser, stage: &Stage) {
    let library = Library::new(stage.db.clone());
    let mut rng = ChaCha20Rng::seed_from_u64(40);
    let mut met: Vec<Sort> = Vec::new();
    for (slug, variants) in [
        ("residents", 3),
        ("parents", 2),
        ("window", 2),
        ("route", 1),
        ("dates", 1),
    ] {
        let wave = fieldwork::store::find_wave(&stage.db, slug)
            .await
            .unwrap()
            .unwrap();
        let version = library.find(&wave.version).await.unwrap().unwrap();
        met.extend((version.questionnaire.questions.iter()).map(|question| question.answer.sort()));
        for _ in 0..variants {
            Form::open(browser, stage, &format!("/s/{slug}?fill=new")).await;
            let variant = browser.value("Number(form.elements._variant.value)").await;
            let variant = u8::try_from(variant.as_u64().unwrap()).unwrap();
            let assignment = version.variants.get(variant).unwrap();
            let fills: Vec<Answers> = (0..FILLS)
                .map(|_| draw_fill(&mut rng, &version.questionnaire, assignment))
                .collect();
            compare_routes(browser, &version.questionnaire, assignment, &fills).await;
        }
    }
    for (word, sort) in Sort::WORDS {
        assert!(
            met.contains(sort),
            "no questionnaire tried has a question of type {word}"
        );
    }
}

/// Whatever is typed into the fields of a date is the same date, or none, or a mistake on both sides.
pub(crate) async fn agree_on_what_is_typed_as_a_date(browser: &Browser, stage: &Stage) {
    Form::open(browser, stage, "/s/dates?fill=new").await;
    let wave = fieldwork::store::find_wave(&stage.db, "dates").await;
    let version = wave.unwrap().unwrap().version;
    let version = Library::new(stage.db.clone()).find(&version).await;
    let version = version.unwrap().unwrap();
    for typed in [
        ["2014", "2", "28"],
        ["２０１４", " 02 ", "０８"],
        ["2014", "12", "31"],
        ["02014", "012", "1"],
        ["2014", "2", "29"],
        ["2014", "0", "1"],
        ["2014", "1", "0"],
        ["2014", "13", "1"],
        ["2013", "12", "31"],
        ["2015", "1", "1"],
        ["14", "5", "1"],
        ["2014", "5", ""],
        ["", "5", "1"],
        ["", "", "1"],
        ["", "", ""],
        [" ", "", " "],
        ["2014", "May", "1"],
        ["2014", "5.", "1"],
        ["2014", "-5", "1"],
        ["2014", "5", "1e1"],
        ["999999999999", "5", "1"],
        ["2014", "99999999999999999999", "1"],
    ] {
        let fields = [
            ("Q1_beside", "98"),
            ("Q2", typed[0]),
            ("Q2_month", typed[1]),
        ];
        let fields = fields.into_iter().chain([("Q2_day", typed[2])]);
        let fields: Vec<(String, String)> = fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let assignment = version.variants.get(0).unwrap();
        let (answer, wrong) = match validate(&version.questionnaire, assignment, &fields) {
            Ok(Submission::Complete { answers, .. }) => {
                (json!(answers.get(&QuestionId::new("Q2"))), false)
            }
            Err(_) => (json!(null), true),
            Ok(other) => panic!("{other:?}"),
        };
        let script = "fieldsOf('Q2').forEach((field, at) => (field.value = arguments[0][at]));\
            return [answerTo('Q2') || null, misfit('Q2')]";
        let found = browser.client.execute(script, vec![json!(typed)]).await;
        assert_eq!(found.unwrap(), json!([answer, wrong]), "{typed:?}");
    }
    let script = "fieldsOf('Q2').forEach((field, at) => (field.value = ['2014', '2', '28'][at]));\
        return said('Q2')";
    let said = browser.client.execute(script, Vec::new()).await.unwrap();
    assert_eq!(said, json!("2014年2月28日"), "the review says it in words");
}

async fn compare_routes(
    browser: &Browser,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    fills: &[Answers],
) {
    let script = "return arguments[0].map(answers => {\
        const path = route(data.questions, data.arms, answers);\
        let short = 0;\
        for (let k = 0; k <= path.asked.length; k += 1) {\
            const seen = path.asked.slice(0, k), given = {};\
            for (const id of seen) given[id] = answers[id];\
            if (longest(data.questions, data.arms, given, seen) < path.asked.length) short += 1;\
        }\
        return [path.asked, path.ended, short];\
    })";
    let found = browser
        .client
        .execute(script, vec![json!(fills)])
        .await
        .unwrap();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), fills.len());
    for (answers, found) in fills.iter().zip(found) {
        let path = route(questionnaire, assignment, answers);
        let asked: Vec<&str> = path
            .asked
            .iter()
            .map(|question| question.id.as_str())
            .collect();
        let ended = path.ended_at.map(|question| question.id.as_str());
        assert_eq!(*found, json!([asked, ended, 0]), "{answers:?}");
    }
}

fn sign(truth: Truth) -> i64 {
    match truth {
        Truth::True => 1,
        Truth::False => -1,
        Truth::Unknown => 0,
    }
}

const NUMBERS: [&str; 3] = ["N1", "N2", "N3"];
const SEVERAL: [&str; 2] = ["M1", "M2"];
const DATED: [&str; 2] = ["D1", "D2"];
const DATES: [&str; 5] = ["2013", "2013-04", "2013-04-30", "2013-05-01", "2014-05"];

fn draw_condition(rng: &mut ChaCha20Rng, depth: u8) -> String {
    if depth > 0 && rng.random_bool(0.7) {
        let one = draw_condition(rng, depth - 1);
        return match rng.random_range(0..3) {
            0 => format!("!({one})"),
            1 => format!("({one}) && ({})", draw_condition(rng, depth - 1)),
            _ => format!("({one}) || ({})", draw_condition(rng, depth - 1)),
        };
    }
    let number = NUMBERS.choose(rng).unwrap();
    let several = SEVERAL.choose(rng).unwrap();
    let value = rng.random_range(-1..4);
    let operator = ["==", "!=", "<", "<=", ">", ">="].choose(rng).unwrap();
    let dated = DATED.choose(rng).unwrap();
    let date = DATES[1..].choose(rng).unwrap();
    match rng.random_range(0..10) {
        7 => format!("{dated} {operator} '{date}'"),
        8 => format!("'{date}' {operator} {dated}"),
        9 => format!("{value} in {dated}"),
        0 => format!("answered({number})"),
        1 => format!("answered({several})"),
        2 => format!("{number} in [{value}, {}]", value + 1),
        3 => format!("{value} in {several}"),
        4 => format!("arm.a {} 'x'", ["==", "!="].choose(rng).unwrap()),
        5 => format!("{value} {operator} {number}"),
        _ => format!("{number} {operator} {value}"),
    }
}

fn draw_groups(rng: &mut ChaCha20Rng) -> Assignment {
    let group = ["x", "y"].choose(rng).unwrap();
    Assignment {
        groups: BTreeMap::from([("a".to_owned(), (*group).to_owned())]),
        ..Assignment::default()
    }
}

fn draw_answers(rng: &mut ChaCha20Rng) -> Answers {
    let mut answers = Answers::default();
    for id in NUMBERS {
        if rng.random_bool(0.7) {
            let number = Answer::Number(rng.random_range(-2..5));
            answers.0.insert(QuestionId::new(id), number);
        }
    }
    for id in DATED {
        let drawn = DATES.choose(rng).unwrap().parse();
        // What is no date stands for a choice made in its place.
        let answer = drawn.map_or(Answer::Beside { beside: Code(2) }, |date| Answer::Date {
            date,
        });
        if rng.random_bool(0.8) {
            answers.0.insert(QuestionId::new(id), answer);
        }
    }
    for id in SEVERAL {
        let codes = (0..4).map(Code).filter(|_| rng.random_bool(0.4));
        let codes: BTreeSet<Code> = codes.collect();
        if !codes.is_empty() {
            answers.0.insert(QuestionId::new(id), Answer::Codes(codes));
        }
    }
    answers
}

fn draw_fill(
    rng: &mut ChaCha20Rng,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
) -> Answers {
    let mut answers = Answers::default();
    for question in &questionnaire.questions {
        if rng.random_bool(0.2) {
            continue;
        }
        if let Some(answer) = draw_answer(rng, questionnaire, assignment, question) {
            answers.0.insert(question.id.clone(), answer);
        }
    }
    answers
}

fn draw_answer(
    rng: &mut ChaCha20Rng,
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    question: &Question,
) -> Option<Answer> {
    let seen = Seen {
        questionnaire,
        assignment,
        question,
    };
    seen.random(rng)
}
