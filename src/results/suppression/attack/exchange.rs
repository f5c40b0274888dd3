//! The reader who has every published number to its last digit: rates, errors, intervals, tests, models, what goes with a figure, and
//! how good the answers are.
//!
//! He cannot be played by equations: nobody knows which of them he would find. So it is asked what there is to find. Two hidden
//! districts of as many persons and PSUs exchange all their answers; then two hidden classes of respondents exchange their names. The
//! release is the same number by number, so nothing in it, however it is reckoned with, tells which of the two answered what. As a
//! control two districts that are shown exchange theirs: then it is another.

use chrono::DateTime;
use fieldwork::AnswerMode;
use plan::{GroupClass, Grouping};
use questionnaire::{Answer, Code, Question, QuestionId};
use sampling::{MarginContext, PsuId, StratumId, read_margins};
use serde_json::Value;

use crate::compute::{Inputs, compute};
use crate::example;
use crate::release::{Drivers, Release, Results};

/// Districts, of which the last two are small; each has four PSUs.
const DISTRICTS: usize = 14;
const PSUS: usize = 4;
const OF_A_LARGE_ONE: usize = 60;
const OF_A_SMALL_ONE: usize = 20;

const MARGIN: &[u8] =
    "[[margin]]\nid = \"district\"\ntitle = { zh = \"区\", en = \"District\" }\nby = \"stratum\"\n\
    status = \"verified\"\n"
        .as_bytes();

/// Numbers that arithmetic in another order leaves apart.
const ALIKE: f64 = 1e-9;

fn persons(district: usize) -> usize {
    if district + 2 < DISTRICTS {
        OF_A_LARGE_ONE
    } else {
        OF_A_SMALL_ONE
    }
}

fn code(district: usize) -> String {
    (district + 1).to_string()
}

/// A city whose two small districts think otherwise than each other, as do two small classes of its people.
fn city() -> Inputs {
    let places: Vec<(usize, usize)> = (0..DISTRICTS)
        .flat_map(|district| (0..persons(district)).map(move |person| (district, person)))
        .collect();
    let mut inputs = example::inputs(places.len());
    let first = inputs.wave.questionnaire.questions[0].clone();
    let vote = inputs.wave.questionnaire.questions[2].clone();
    for choice in &mut inputs.wave.questionnaire.scales[0].choices {
        choice.score = u8::try_from(choice.code.0).ok().filter(|code| *code < 10);
        choice.score = choice.score.map(|code| (code - 1) * 25);
    }
    for (id, like) in [("Q4", &first), ("Q5", &first), ("Q6", &vote)] {
        let id = QuestionId::new(id);
        let like = like.clone();
        inputs
            .wave
            .questionnaire
            .questions
            .push(Question { id, ..like });
    }
    let measure = inputs.plan.indicators[0].measure.as_mut().unwrap();
    measure.drivers = ["Q4", "Q5"].map(QuestionId::new).into();
    let class = |code: i64| GroupClass {
        title: [("zh", code.to_string().as_str())].into(),
        codes: vec![Code(code)],
    };
    inputs.plan.groupings.push(Grouping {
        id: "people".into(),
        title: [("zh", "人群")].into(),
        questionnaire: "residents".into(),
        question: QuestionId::new("Q6"),
        classes: [1, 2, 3, 4].map(class).into(),
    });
    inputs.strata = (0..DISTRICTS)
        .map(|district| {
            let mut stratum = inputs.strata[0].clone();
            stratum.code = StratumId::new(code(district));
            stratum
        })
        .collect();
    let context = MarginContext {
        strata: Some(&inputs.strata),
        questionnaires: None,
    };
    inputs.margins = read_margins("margins.toml", MARGIN, context).unwrap();
    inputs.wave.psus = (0..DISTRICTS * PSUS)
        .map(|place| {
            let district = place / PSUS;
            let returned = (persons(district) / PSUS) as u64;
            let psu = format!("{}-{}", code(district), place % PSUS);
            example::psu(&psu, &code(district), place % 3 == 0, returned)
        })
        .collect();
    for (index, ((district, person), response)) in places
        .into_iter()
        .zip(&mut inputs.wave.responses)
        .enumerate()
    {
        response.stratum = Some(StratumId::new(code(district)));
        response.psu = Some(PsuId::new(format!("{}-{}", code(district), person % PSUS)));
        response.mode = Some(if index % 3 == 0 {
            AnswerMode::Paper
        } else {
            AnswerMode::Web
        });
        let satisfied_of_ten = match DISTRICTS - district {
            2 => 9,
            1 => 4,
            _ => 5 + district % 3,
        };
        let people = match index % 31 {
            0 => 3,
            1 | 2 => 4,
            odd => 1 + i64::from(odd % 2 == 0),
        };
        let opinion = |turn: usize| match (index * turn + index / 7) % 10 {
            it if it < satisfied_of_ten => 5,
            9 => 98,
            8 => 1,
            _ => 3,
        };
        let answers = [("Q1", 3), ("Q2", 7), ("Q4", 3), ("Q5", 9)];
        let answers = answers.map(|(question, turn)| (question, opinion(turn)));
        for (question, code) in answers.into_iter().chain([("Q6", people)]) {
            let answer = Answer::Number(code);
            response.answers.0.insert(QuestionId::new(question), answer);
        }
        if index % 4 == 0 {
            let third = Answer::Number([5, 3, 1][index % 3]);
            response.answers.0.insert(QuestionId::new("Q4"), third);
        }
    }
    inputs
}

fn released(inputs: &Inputs) -> Release {
    compute(inputs, DateTime::UNIX_EPOCH).unwrap()
}

/// All answers of two districts, and how they came, change places.
fn exchanged(mut inputs: Inputs, one: usize, other: usize) -> Inputs {
    let rows_of = |district: usize| {
        let code = StratumId::new(code(district));
        let rows = inputs.wave.responses.iter().enumerate();
        let rows = rows.filter(|(_, row)| row.stratum.as_ref() == Some(&code));
        rows.map(|(place, _)| place).collect::<Vec<_>>()
    };
    let pairs: Vec<_> = rows_of(one).into_iter().zip(rows_of(other)).collect();
    for (one, other) in pairs {
        let responses = &mut inputs.wave.responses;
        let kept = (responses[one].answers.clone(), responses[one].mode);
        responses[one].answers = responses[other].answers.clone();
        responses[one].mode = responses[other].mode;
        (responses[other].answers, responses[other].mode) = kept;
    }
    inputs
}

/// Who was of one class of people is of the other.
fn renamed(mut inputs: Inputs, one: i64, other: i64) -> Inputs {
    let question = QuestionId::new("Q6");
    for response in &mut inputs.wave.responses {
        let code = response.answers.code(&question).map(|code| code.0);
        let now = match code {
            Some(code) if code == one => other,
            Some(code) if code == other => one,
            _ => continue,
        };
        response
            .answers
            .0
            .insert(question.clone(), Answer::Number(now));
    }
    inputs
}

/// Where two documents say something else.
fn apart(one: &Value, other: &Value, place: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            for (key, value) in one {
                apart(value, &other[key], &format!("{place}/{key}"), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (number, (one, other)) in one.iter().zip(other).enumerate() {
                apart(one, other, &format!("{place}/{number}"), found);
            }
        }
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            if (one - other).abs() > ALIKE * one.abs().max(1.0) {
                found.push(format!("{place}: {one} and {other}"));
            }
        }
        (one, other) if one == other => {}
        (one, other) => found.push(format!("{place}: {one} and {other}")),
    }
}

fn differences(one: &Inputs, other: &Inputs) -> Vec<String> {
    let mut found = Vec::new();
    let [one, other] = [one, other].map(|inputs| serde_json::to_value(released(inputs)).unwrap());
    apart(&one, &other, "", &mut found);
    found
}

#[test]
fn what_is_attacked_hides_two_districts_and_two_classes_and_tells_everything_else() {
    let release = released(&city());
    let Results::Probability { method, indicators } = &release.results else {
        panic!("the city has a sample");
    };
    assert!(method.quality.is_some());
    assert!(matches!(indicators[0].drivers, Some(Drivers::Told(_))));
    for result in &indicators[..2] {
        let hidden = |shown: bool| !shown;
        let districts = result.districts.iter();
        let districts: Vec<bool> = districts.map(|it| hidden(it.figure.is_some())).collect();
        let mut expected = vec![false; DISTRICTS];
        expected[DISTRICTS - 2..].fill(true);
        assert_eq!(districts, expected, "{}", result.indicator);
        assert!(result.small_areas.is_some() && !result.district_errors.is_empty());
        let [people, modes] = result.groups.as_slice() else {
            panic!("by people and by mode: {:?}", result.groups);
        };
        let classes = people.classes.iter();
        let classes: Vec<bool> = classes.map(|it| hidden(it.figure.is_some())).collect();
        assert_eq!(classes, [false, false, true, true], "{}", result.indicator);
        assert!(modes.classes.iter().all(|it| it.figure.is_some()));
    }
}

#[test]
fn which_of_two_hidden_districts_answered_what_is_in_no_number() {
    let (city, last) = (city(), DISTRICTS - 1);
    let exchanged = exchanged(self::city(), last - 1, last);
    assert_eq!(differences(&city, &exchanged), [""; 0]);
}

#[test]
fn which_of_two_hidden_classes_answered_what_is_in_no_number() {
    let city = city();
    let renamed = renamed(self::city(), 3, 4);
    assert_eq!(differences(&city, &renamed), [""; 0]);
}

#[test]
fn what_districts_or_classes_that_are_shown_answered_is_told() {
    let city = city();
    assert!(differences(&city, &exchanged(self::city(), 0, 1)).len() > 20);
    assert!(differences(&city, &renamed(self::city(), 1, 2)).len() > 2);
}
