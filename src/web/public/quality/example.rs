//! An invented report to test the page with.

use crate::public::scoreboard::example;
use fieldwork::AnswerMode;
use questionnaire::{Language, QuestionId};
use results::Release;
use results::monitor::VariableShare;
use results::quality::{
    BalanceRow, DistrictResponse, EvennessNote, FrameClass, ItemCounts, ItemResponse, MarginClass,
    MarginClassName, MarginFit, ModeResponse, Part, Place, QualityReport, StepWeights, SurveyNote,
    VariableNote, WeightClass, WeightsReport,
};
use results::release::{Results, Step};
use sampling::StratumId;

/// The invented release with a report and with what was stated of the survey.
pub(crate) fn release() -> Release {
    let mut release = example::release();
    release.survey = Some(Box::new(SurveyNote {
        questionnaire: [("zh", "居民满意度问卷")].into(),
        languages: ["zh", "en"].map(Language::new).into(),
        questions: 40,
        screening: vec![[("zh", "请交给家中的成年人。")].into()],
        strata: vec![[("zh", "道里区"), ("en", "Daoli")].into()],
        population: 10_000_000,
        one_adult: true,
        contact: Some([("zh", "市统计局，12345")].into()),
        complaints: None,
    }));
    if let Results::Probability { method, .. } = &mut release.results {
        method.quality = Some(Box::new(report()));
    }
    release
}

fn district(codes: &[&str], rr3: f64) -> DistrictResponse {
    DistrictResponse {
        districts: codes.iter().map(|code| StratumId::new(*code)).collect(),
        cases: 700,
        interviews: 300,
        rr1: Some(rr3 - 0.03),
        rr3: Some(rr3),
        interval: Some((rr3 - 0.05, rr3 + 0.05)),
    }
}

fn item(id: &str, skipped: u64) -> ItemResponse {
    let part = |persons: u64| Part {
        persons,
        weighted: 0.012_345,
    };
    ItemResponse {
        question: QuestionId::new(id),
        text: [("zh", "您满意吗？")].into(),
        told: Some(ItemCounts {
            asked: 5_000,
            skipped: part(skipped),
            refused: None,
            dont_know: Some(part(400)),
        }),
    }
}

fn report() -> QualityReport {
    let place = |code: &str, zh: &str, en: &str| Place {
        code: StratumId::new(code),
        name: [("zh", zh), ("en", en)].into(),
    };
    let row = |class, respondents: f64, standardised| BalanceRow {
        class,
        frame: None,
        sample: 0.5,
        respondents,
        standardised,
    };
    QualityReport {
        places: vec![
            place("230102", "道里区", "Daoli District"),
            place("230103", "南岗区", "Nangang District"),
            place("230104", "双城市", "Shuangcheng City"),
        ],
        districts: vec![
            district(&["230102"], 0.45),
            district(&["230103", "230104"], 0.35),
        ],
        modes: vec![
            ModeResponse {
                modes: vec![AnswerMode::Web],
                not_told: true,
                interviews: 5_000,
                complete: 4_800,
                weighted: 0.912_34,
            },
            ModeResponse {
                modes: vec![AnswerMode::Paper],
                not_told: false,
                interviews: 396,
                complete: 300,
                weighted: 0.087_66,
            },
        ],
        evenness: Some(EvennessNote {
            r: 0.923_4,
            r_standard_error: 0.01,
            cv: 0.091_234,
            cv_standard_error: 0.01,
            returned: 0.42,
            variables: vec![VariableNote {
                variable: VariableShare::Urban,
                unconditional: 0.030_123,
                conditional: 0.020_123,
            }],
        }),
        balance: vec![
            row(FrameClass::Urban, 0.575, 0.15),
            row(FrameClass::Rural, 0.425, -0.150_1),
        ],
        items: vec![item("R20", 400), item("R11", 20)],
        break_offs: 37,
        flagged: Some(61),
        weights: weights(),
    }
}

fn weights() -> WeightsReport {
    WeightsReport {
        steps: vec![StepWeights {
            step: Step::Base,
            smallest: 100.123,
            lower_quartile: 200.0,
            median: 300.0,
            upper_quartile: 400.0,
            largest: 900.0,
            cv: 0.61,
            design_effect: 1.372,
            effective_sample_size: 3_933.2,
        }],
        trimmed: None,
        classes: vec![
            WeightClass {
                from: 0.0,
                to: 0.875,
                persons: 3_000,
            },
            WeightClass {
                from: 0.875,
                to: 3.125,
                persons: 2_396,
            },
        ],
        margins: vec![
            MarginFit {
                name: [("zh", "性别"), ("en", "Sex")].into(),
                classes: Some(vec![MarginClass {
                    class: MarginClassName::Choices(vec![[("zh", "男"), ("en", "Men")].into()]),
                    target: 0.512_345,
                    before: 0.461_234,
                    after: 0.512_345,
                }]),
            },
            MarginFit {
                name: [("zh", "文化程度"), ("en", "Education")].into(),
                classes: None,
            },
        ],
    }
}
