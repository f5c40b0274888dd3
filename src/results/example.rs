//! A small wave to test results with: two districts of two PSUs, five questions, whoever many respondents.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::compute::Inputs;
use super::dataset::ResponseRow;
use super::prepared::WaveData;
use fieldwork::wave::{Mode, Wave, WaveId};
use fieldwork::{CaseTally, SampledPsu};

use format::read;
use questionnaire::{Answer, QuestionId};
use sampling::{FrameStratum, Margin, MarginContext, PsuId, StratumId, read_margins};

const FORM: &str = r#"
id = "residents"
languages = ["zh", "en"]
title = { zh = "调查", en = "Survey" }
intro = { zh = "您好", en = "Hello" }
[[scale]]
id = "S5"
choices = [
  { code = 5, kind = "satisfied", zh = "满意", en = "Satisfied" },
  { code = 3, kind = "neutral", zh = "一般", en = "Neither" },
  { code = 1, kind = "dissatisfied", zh = "不满意", en = "Dissatisfied" },
  { code = 98, kind = "dont_know", zh = "不了解", en = "Don't know" },
]
[[question]]
id = "Q1"
type = "scale"
scale = "S5"
zh = "甲？"
en = "A?"
[[question]]
id = "Q2"
type = "scale"
scale = "S5"
zh = "乙？"
en = "B?"
[[question]]
id = "Q3"
type = "single"
zh = "丙？"
en = "C?"
choices = [{ code = 1, zh = "是", en = "Yes" }, { code = 2, zh = "否", en = "No" }]
"#;

const PLAN: &str = r#"
id = "plan"
title = { zh = "计划", en = "Plan" }
document = "1号"
city = { zh = "市", en = "City" }
years = [2012, 2014]
[[indicator]]
id = "sat-one"
section = "一"
quote = "满意度达50%以上"
name = { zh = "一", en = "One" }
kind = "satisfaction"
target = { comparator = ">=", value = 50, unit = "%" }
measure = { questionnaire = "residents", questions = ["Q1"], scale = "S5", numerator = ["satisfied"], denominator = ["satisfied", "neutral", "dissatisfied", "dont_know"] }
[[indicator]]
id = "sat-mean"
section = "二"
quote = "满意度不断提高"
name = { zh = "二", en = "Two" }
kind = "satisfaction"
target = { comparator = "improves", baseline = "first_wave", unit = "pp" }
measure = { questionnaire = "residents", questions = ["Q1", "Q2"], scale = "S5", numerator = ["satisfied"], denominator = ["satisfied", "neutral", "dissatisfied", "dont_know"] }
[[indicator]]
id = "par-check"
section = "三"
quote = "参选率达80%以上"
name = { zh = "三", en = "Three" }
kind = "participation"
target = { comparator = ">=", value = 80, unit = "%" }
measure = { questionnaire = "residents", questions = ["Q3"], numerator = [1], denominator = [1, 2], cross_check = true }
"#;

/// The districts.
pub(super) fn strata() -> Vec<FrameStratum> {
    let stratum = |code| FrameStratum {
        code: StratumId::new(code),
        name: [("zh", code)].into(),
        kind: "district".into(),
        population: 10_000,
        expiry: None,
    };
    vec![stratum("1"), stratum("2")]
}

/// Margins as a file has them, by stratum or by question.
pub(super) fn margins(text: &str) -> Vec<Margin> {
    let strata = strata();
    let context = MarginContext {
        strata: Some(&strata),
        questionnaires: None,
    };
    read_margins("margins.toml", text.as_bytes(), context).unwrap()
}

/// A drawn PSU of which so many of ten cases returned.
pub(super) fn psu(code: &str, stratum: &str, urban: bool, returned: u64) -> SampledPsu {
    SampledPsu {
        id: 0,
        code: PsuId::new(code),
        stratum: StratumId::new(stratum),
        urban,
        households: 100 * (returned + 5),
        inclusion_probability: 1.0,
        certainty: false,
        base_weight: 100.0,
        at_first: fieldwork::AtFirst {
            cases: returned + 5,
            base_weight: 100.0,
        },
        merged_into: None,
        cases: CaseTally {
            cases: returned + 5,
            returned,
            dispositions: [].into(),
            silent: 5,
        },
    }
}

/// A closed wave with so many respondents: of ten, six are satisfied, one is neutral, one is dissatisfied, two do not know.
pub(super) fn inputs(respondents: usize) -> Inputs {
    let plan = plan::read("plan.toml", PLAN.as_bytes());
    assert!(plan.findings.is_empty(), "{:?}", plan.findings);
    let questionnaire = read("residents.toml", FORM.as_bytes());
    assert!(
        questionnaire.findings.is_empty(),
        "{:?}",
        questionnaire.findings
    );
    let questionnaire = questionnaire.questionnaire.unwrap();
    let places = [("1", "1a"), ("1", "1b"), ("2", "2a"), ("2", "2b")];
    let responses = (0..respondents).map(|index| {
        let (stratum, psu) = places[index % places.len()];
        let opinion = [5, 5, 3, 5, 98, 5, 1, 5, 98, 5][index % 10];
        let vote = if index % 7 == 0 { 2 } else { 1 };
        let answers = [("Q1", opinion), ("Q2", opinion), ("Q3", vote)];
        ResponseRow {
            stratum: Some(StratumId::new(stratum)),
            psu: Some(PsuId::new(psu)),
            mode: None,
            arms: BTreeMap::new(),
            answers: questionnaire::Answers(
                answers
                    .map(|(question, code)| (QuestionId::new(question), Answer::Number(code)))
                    .into(),
            ),
        }
    });
    let returned = (respondents / places.len()) as u64;
    let opened = DateTime::from_timestamp(1_400_000_000, 0).unwrap();
    Inputs {
        plan: plan.plan.unwrap(),
        strata: strata(),
        margins: margins(
            "[[margin]]\nid = \"district\"\ntitle = { zh = \"区\", en = \"District\" }\nby = \"stratum\"\nstatus = \"verified\"\n",
        ),
        wave: WaveData {
            wave: wave(opened),
            questionnaire,
            responses: responses.collect(),
            psus: places
                .map(|(stratum, code)| psu(code, stratum, true, returned))
                .into(),
            pairs: Vec::new(),
        },
        earlier: Vec::new(),
        draw: String::new(),
        reserve: None,
        registration: None,
        corrections: Vec::new(),
    }
}

fn wave(opened: DateTime<Utc>) -> Wave {
    Wave {
        id: WaveId(1),
        slug: "residents-2014".into(),
        plan: "plan".into(),
        version: String::new(),
        mode: Mode::Probability,
        title: [("zh", "调查")].into(),
        year: 2014,
        opens_at: opened,
        closes_at: opened + TimeDelta::days(30),
        closed_at: Some(opened + TimeDelta::days(30)),
        answers_erased_at: None,
        header: None,
        contact: None,
        complaints: None,
        simulated: true,
        edition: String::new(),
    }
}
