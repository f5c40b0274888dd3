//! An invented release to test the pages with.

use chrono::{DateTime, TimeDelta};

use fieldwork::disposition::{OutcomeCounts, ResponseRates};
use fieldwork::wave::Mode;
use plan::verdict::{Trend, Verdict};
use plan::{Baseline, Comparator, IndicatorId, IndicatorKind, Target, TargetValue};
use questionnaire::QuestionId;
use results::registration::RegistrationNote;
use results::release::{
    AgainstRest, Basis, Change, Class, ClassResult, DistrictResult, Driver, DriverModel, Drivers,
    Figure, GroupTable, GroupedBy, IndicatorResult, Judgement, LeftOut, MarginNote, Method,
    ModelledDistrict, Part, QuestionNote, Release, Results, Sensitivity, Slope, SmallAreas, Step,
    WaveError, WeightingStep,
};
use sampling::StratumId;

/// A rate with an interval of plausible width.
pub(crate) fn figure(value: f64, respondents: u64) -> Figure {
    Figure {
        value,
        interval: (value - 0.0145, value + 0.0137),
        standard_error: 0.007_123_4,
        respondents,
        effective_sample_size: 2709.7,
        design_effect: 1.961_23,
        degrees_of_freedom: 282,
    }
}

/// An indicator with this rate against a target of 90 %, not met.
pub(crate) fn indicator(id: &str, rate: f64) -> IndicatorResult {
    let names = [
        ("道里区", "Daoli District"),
        ("南岗区", "Nangang District"),
        ("双城市", "Shuangcheng City"),
    ];
    let mut districts: Vec<DistrictResult> = (0_u32..)
        .zip(names)
        .map(|(place, (zh, en))| DistrictResult {
            code: StratumId::new((230_102 + place).to_string()),
            name: [("zh", zh), ("en", en)].into(),
            figure: Some(figure(rate - 0.01 * f64::from(place), 300)),
            against_rest: (place < 2).then(|| AgainstRest {
                difference: 0.03 - 0.05 * f64::from(place),
                interval: (-0.01, 0.05),
                p_value: 0.02,
                holm: 0.04 + 0.1 * f64::from(place),
                screened: 0.03,
            }),
        })
        .collect();
    districts[2].figure = None;
    IndicatorResult {
        indicator: IndicatorId::new(id),
        kind: IndicatorKind::Satisfaction,
        name: [
            ("zh", "市民对政府诚信满意度"),
            ("en", "Satisfaction with government integrity"),
        ]
        .into(),
        short: [("zh", "政府诚信"), ("en", "Government integrity")].into(),
        quote: "市民对政府诚信满意度达90%以上".into(),
        section: "四(三)1".into(),
        department: "市政务服务局、市统计局".into(),
        target: Target {
            comparator: Comparator::AtLeast,
            value: Some(TargetValue::Number(90.0)),
            unit: "%".into(),
            unit_name: [].into(),
            baseline: None,
        },
        questions: vec![QuestionNote {
            id: QuestionId::new("R11"),
            text: [("zh", "总的来说，您对本市政府的诚信状况满意吗？")].into(),
        }],
        numerator: vec![[("zh", "非常满意")].into(), [("zh", "比较满意")].into()],
        denominator: vec![[("zh", "非常满意")].into(), [("zh", "一般")].into()],
        rate: Some(figure(rate, 5312)),
        judgement: Judgement::Threshold {
            verdict: Verdict::NotMet,
            last: true,
        },
        change: Some(change(2013, Trend::Rose)),
        since_baseline: None,
        parts: Vec::new(),
        item_nonresponse: Some(0.021),
        sensitivity: vec![Sensitivity {
            basis: Basis::WithoutDontKnow,
            value: rate + 0.012_345,
            interval: Some((rate, rate + 0.02)),
            respondents: 5100,
            verdict: Some(Verdict::Undetermined),
        }],
        districts,
        history: vec![
            (2012, figure(rate - 0.04, 5200)),
            (2013, figure(rate - 0.033, 5250)),
            (2014, figure(rate, 5312)),
        ],
        distribution: vec![
            ([("zh", "非常满意")].into(), 0.412),
            ([("zh", "一般")].into(), 0.588),
        ],
        district_errors: vec![0.02],
        small_areas: Some(SmallAreas {
            model_variance: 0.001,
            kinds: Vec::new(),
            districts: [0.7, 0.6, 0.0]
                .map(|share_of_direct| ModelledDistrict {
                    value: rate,
                    interval: Some((rate - 0.02, rate + 0.02)),
                    share_of_direct,
                })
                .into(),
        }),
        slope: Some(Slope {
            from: 2012,
            waves: 3,
            per_year: 0.02,
            interval: (0.008, 0.032),
            p_value: 0.000_2,
        }),
        groups: vec![by_sex(rate)],
        wave_errors: [0.011, 0.012, 0.010].map(|it| Some(wave_error(it))).into(),
        drivers: Some(Drivers::Told(drivers(rate))),
    }
}

fn wave_error(standard_error: f64) -> WaveError {
    WaveError {
        standard_error,
        degrees_of_freedom: 520,
    }
}

fn drivers(rate: f64) -> DriverModel {
    let driver = |id: &str, zh: &str, rate: f64, importance: f64, holm: f64| Driver {
        question: QuestionNote {
            id: QuestionId::new(id),
            text: [("zh", zh)].into(),
        },
        performance: Some(figure(rate, 5_290)),
        importance: Part {
            value: importance,
            interval: (importance - 0.02, importance + 0.02),
        },
        odds_ratio: 1.0 + 10.0 * importance,
        odds_interval: (1.0, 1.0 + 20.0 * importance),
        p_value: holm / 2.0,
        holm,
    };
    DriverModel {
        cases: 4_900,
        left_out: LeftOut {
            skipped: 112,
            no_opinion: 300,
            ..LeftOut::default()
        },
        explained: Part {
            value: 0.25,
            interval: (0.22, 0.28),
        },
        degrees_of_freedom: 282,
        drivers: vec![
            driver("R06", "您对街道办事满意吗？", rate + 0.02, 0.05, 0.2),
            driver(
                "R12",
                "您对兑现承诺的情况满意吗？",
                rate - 0.06,
                0.20,
                0.001,
            ),
        ],
    }
}

fn by_sex(rate: f64) -> GroupTable {
    let class = |zh: &str, en: &str, value: f64, with_not_stated: bool| ClassResult {
        class: Class::Titled([("zh", zh), ("en", en)].into()),
        with_not_stated,
        figure: Some(figure(value, 2600)),
    };
    GroupTable {
        by: GroupedBy::Question {
            id: "sex".into(),
            title: [("zh", "性别"), ("en", "Sex")].into(),
        },
        classes: vec![
            class("男", "Men", rate - 0.03, false),
            class("女", "Women", rate + 0.03, true),
        ],
        difference_errors: vec![0.01],
    }
}

fn change(from: i32, trend: Trend) -> Change {
    Change {
        from,
        difference: 0.033,
        interval: (0.012, 0.054),
        p_value: 0.002,
        trend,
    }
}

/// A wave with a threshold met, one not met, one undetermined, a direction and a bare figure.
pub(crate) fn release() -> Release {
    let mut indicators: Vec<IndicatorResult> = [0.882, 0.909, 0.93, 0.744, 0.61]
        .into_iter()
        .enumerate()
        .map(|(index, rate)| indicator(&format!("sat-{index}"), rate))
        .collect();
    indicators[1].judgement = Judgement::Threshold {
        verdict: Verdict::Undetermined,
        last: true,
    };
    indicators[2].judgement = Judgement::Threshold {
        verdict: Verdict::Met,
        last: true,
    };
    indicators[3].judgement = Judgement::Direction { trend: Trend::Rose };
    indicators[3].since_baseline = Some(change(2012, Trend::Rose));
    indicators[3].target = Target {
        comparator: Comparator::Improves,
        value: None,
        unit: String::new(),
        unit_name: [].into(),
        baseline: Some(Baseline::FirstWave),
    };
    indicators[4].judgement = Judgement::None;
    indicators[4].target = Target {
        comparator: Comparator::Widespread,
        value: None,
        unit: String::new(),
        unit_name: [].into(),
        baseline: None,
    };
    let opened = DateTime::from_timestamp(1_410_000_000, 0).expect("a valid moment");
    Release {
        wave: "residents-2014".into(),
        title: [
            ("zh", "2014 年居民满意度调查"),
            ("en", "Resident survey 2014"),
        ]
        .into(),
        year: 2014,
        city: [("zh", "哈尔滨市"), ("en", "Harbin")].into(),
        mode: Mode::Probability,
        fielded: (opened, opened + TimeDelta::days(30)),
        released_at: opened + TimeDelta::days(60),
        public_from: None,
        header: None,
        simulated: true,
        questionnaire: String::new(),
        respondents: 5396,
        registration: Some(RegistrationNote {
            hash: "3f2a91c077de5566".repeat(4),
            written_after_opening: false,
        }),
        corrections: Vec::new(),
        survey: None,
        amendment: None,
        results: Results::Probability {
            method: Box::new(method()),
            indicators,
        },
    }
}

fn method() -> Method {
    Method {
        strata: 18,
        psus: 300,
        merged_psus: 2,
        invitations: 13_000,
        outcomes: OutcomeCounts {
            complete: 5100,
            partial: 296,
            ..OutcomeCounts::default()
        },
        response_rates: ResponseRates {
            rr1: Some(0.38),
            rr3: Some(0.412),
            rr6: Some(0.83),
            ..ResponseRates::default()
        },
        weighting: vec![
            WeightingStep {
                step: Step::Base,
                range: (600.123_4, 4100.2),
                design_effect: 1.312_3,
            },
            WeightingStep {
                step: Step::Raking,
                range: (510.0, 5400.7),
                design_effect: 1.443_2,
            },
        ],
        margins: vec![MarginNote {
            name: [("zh", "性别"), ("en", "Sex")].into(),
            source: [("zh", "第六次人口普查")].into(),
            provisional: true,
        }],
        adults_imputed: 41,
        effective_sample_size: 3812.4,
        coaching: Some(figure(0.032, 5200)),
        quality_concerns: Vec::new(),
        draw: "ChaCha20, seed 2014".into(),
        reserve: None,
        quality: None,
    }
}
