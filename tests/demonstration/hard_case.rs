//! The yearly waves bent until they hold what the demonstration does not: districts to hide, a stratum of one PSU, PSUs
//! taken for certain, weights to trim, classes to merge, a rate of one, doubts about quality and a broken series.

use std::collections::BTreeMap;

use chrono::DateTime;
use fieldwork::merging::merge_small_psus;
use questionnaire::{Answer, Code, QuestionId};
use results::dataset::ResponseRow;
use results::prepared::WaveData;
use results::{Inputs, Release, compute};
use sampling::{MarginContext, PsuId, StratumId, read_margins};

/// Two of its PSUs count as taken for certain.
const CERTAIN: &str = "230108";
/// It keeps a single PSU.
const LONELY: &str = "230109";
/// It keeps two PSUs of twelve responses each: fewer than thirty persons.
const HIDDEN: &str = "230124";
/// Three of four responses of its villages are lost: small classes, large factors, PSUs to merge.
const SILENT: &str = "230127";
/// One of its PSUs has a tiny inclusion probability, and so weights to trim.
const HEAVY: &str = "230128";
/// Everybody there says yes to one question.
const CERTAIN_OF_IT: &str = "230129";

const KEPT: [&str; 6] = [CERTAIN, LONELY, HIDDEN, SILENT, HEAVY, CERTAIN_OF_IT];

/// The question of the middle wave that was put in other words.
const REWORDED: &str = "R20";

/// The bent waves, the last of which is to be released, and its release.
pub(crate) fn hard_case(yearly: &[(Inputs, Release)]) -> (Inputs, Release) {
    let inputs = &yearly.last().unwrap().0;
    let mut strata = inputs.strata.clone();
    strata.retain(|stratum| KEPT.contains(&stratum.code.as_str()));
    let context = MarginContext {
        strata: Some(&strata),
        questionnaires: None,
    };
    let margins = include_bytes!("../../surveys/harbin-2012-2014/margins.toml");
    let margins = read_margins("margins.toml", margins, context).unwrap();
    let mut earlier: Vec<WaveData> = inputs.earlier.iter().map(bent).collect();
    let middle = &mut earlier[1];
    middle.wave.version = "reworded".into();
    let mut questions = middle.questionnaire.questions.iter_mut();
    let reworded = questions
        .find(|question| question.id.as_str() == REWORDED)
        .unwrap();
    reworded.text = [("zh", "换了说法？"), ("en", "In other words?")].into();
    let hard = Inputs {
        plan: inputs.plan.clone(),
        strata,
        margins,
        wave: bent(&inputs.wave),
        earlier,
        draw: inputs.draw.clone(),
        reserve: inputs.reserve.clone(),
        registration: inputs.registration.clone(),
        corrections: Vec::new(),
    };
    let release = compute(&hard, DateTime::UNIX_EPOCH).unwrap();
    (hard, release)
}

fn bent(data: &WaveData) -> WaveData {
    let mut wave = data.wave.clone();
    wave.slug = format!("hard-{}", wave.year);
    let mut psus = data.psus.clone();
    psus.retain(|psu| KEPT.contains(&psu.stratum.as_str()));
    assert!(psus.iter().all(|psu| psu.merged_into.is_none()));
    let mut met: BTreeMap<StratumId, usize> = BTreeMap::new();
    psus.retain(|psu| {
        let before = met.entry(psu.stratum.clone()).or_default();
        *before += 1;
        match psu.stratum.as_str() {
            LONELY => *before == 1,
            HIDDEN => *before <= 2,
            _ => true,
        }
    });
    for psu in psus
        .iter_mut()
        .filter(|psu| psu.stratum.as_str() == CERTAIN)
        .take(2)
    {
        psu.certainty = true;
        psu.inclusion_probability = 1.0;
    }
    for psu in psus
        .iter_mut()
        .filter(|psu| psu.stratum.as_str() == HEAVY)
        .take(1)
    {
        psu.inclusion_probability /= 30.0;
    }
    let mut responses = Vec::new();
    for psu in &mut psus {
        let mut rows = sorted(data, &psu.code);
        match psu.stratum.as_str() {
            HIDDEN => rows.truncate(12),
            SILENT if !psu.urban => rows = rows.into_iter().step_by(4).collect(),
            _ => {}
        }
        let tally = &mut psu.cases;
        let returned = rows.len() as u64;
        // Enough of whom nothing is known that the response rate is a doubt.
        tally.silent += tally.returned - returned + 60;
        tally.cases += 60;
        tally.returned = returned;
        let second_stage = whole(tally.cases) / whole(psu.households);
        psu.base_weight = 1.0 / (psu.inclusion_probability * second_stage);
        responses.extend(rows);
    }
    let [coached, reached, education] = ["R24", "R22", "R18"].map(QuestionId::new);
    for (place, row) in responses.iter_mut().enumerate() {
        if place % 8 == 0 {
            answer(row, &coached, Code(2));
        }
        if row.stratum.as_ref().map(StratumId::as_str) == Some(CERTAIN_OF_IT) {
            answer(row, &reached, Code(1));
        }
        // Who was neither satisfied nor dissatisfied with compulsory education is satisfied now.
        if row.answers.code(&education) == Some(Code(3)) {
            answer(row, &education, Code(4));
        }
    }
    for merger in merge_small_psus(&psus) {
        for psu in psus.iter_mut().filter(|psu| psu.id == merger.row) {
            psu.merged_into = Some(merger.into.clone());
        }
        for row in &mut responses {
            if row.psu.as_ref() == Some(&merger.psu) {
                row.psu = Some(merger.into.clone());
            }
        }
    }
    WaveData {
        wave,
        questionnaire: data.questionnaire.clone(),
        responses,
        psus,
        pairs: Vec::new(),
    }
}

/// The responses of a PSU in an order that hangs on nothing but what they hold.
fn sorted(data: &WaveData, psu: &PsuId) -> Vec<ResponseRow> {
    let of_psu = |row: &&ResponseRow| row.psu.as_ref() == Some(psu);
    let mut rows: Vec<ResponseRow> = data.responses.iter().filter(of_psu).cloned().collect();
    rows.sort_by_cached_key(|row| {
        (
            row.arms.clone(),
            serde_json::to_string(&row.answers).unwrap(),
        )
    });
    rows
}

/// Replaces an answer that was given.
fn answer(row: &mut ResponseRow, question: &QuestionId, code: Code) {
    if let Some(given) = row.answers.0.get_mut(question) {
        *given = Answer::chosen(code);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of households")]
fn whole(count: u64) -> f64 {
    count as f64
}
