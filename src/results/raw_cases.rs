//! What a release was made of, before anything was computed: for an auditor who goes the whole road again.
//!
//! `analysis_document` starts from final weights; this starts from the draw. Per wave there is a table of its PSUs
//! with their inclusion probabilities and what became of their cases, and a table of answers; a document says what was
//! promised, asked and counted, and the release stands beside them. `tests/golden/release/release.R` computes a
//! release from these files alone, and `every_number_of_the_stored_releases_is_what_r_computes_from_the_raw_cases` holds
//! ours to it.
//!
//! # Design
//!
//! Nothing stands here that the responses do not hold: no code, no household, no time. An answer carries the PSU
//! it was given at close, in which at least five returned. The rows of the answers are sorted by what they hold, so
//! that their order says nothing either. Files are named after their wave: the files of several releases may share a
//! folder.
//!
//! They hold answers person by person, and are for auditors, not for publication.

use serde_json::{Value, json};

use super::compute::Inputs;
use super::prepared::WaveData;
use super::release::{Release, Results};
use fieldwork::AnswerMode;
use fieldwork::disposition::Disposition;
use questionnaire::{Answer, Arm, QuestionId};
use spreadsheet::CsvFile;

/// What every folder of raw cases says of itself.
const NOTICE: &str = "\
FOR AUDITORS ONLY. The files *.answers.csv hold answers person by person. They are not for publication: keep them where
only auditors can read them, and delete them after the audit. They hold no code, no address, no household and no time;
the rows are sorted by what they hold, and PSUs of which fewer than five households returned stand under the name of the
neighbour they were merged with.

WAVE.cases.json    what was promised, asked and counted, the margins, and the waves the release rests on
WAVE.psus.csv      the sampled PSUs: inclusion probability, base weight, what became of their cases
WAVE.pairs.csv     only where the draw knows them: for every two PSUs of a stratum the probability of both being drawn, on a
                   row with the same PSU twice that of the one
WAVE.answers.csv   one row per returned questionnaire: stratum, PSU, how it came where that is told, the group of every arm,
                   the code given to each question
WAVE.release.json  the release as it is stored
";

/// A file with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawFile {
    /// Its name, as in `residents-2014.psus.csv`.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// Why raw cases cannot be handed out.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum RawCasesError {
    /// Nobody was sampled, so there are no cases.
    #[error("wave {wave} is an open link: nobody was sampled, so it has no cases")]
    OpenLink { wave: String },
    /// A document cannot be written.
    #[error(transparent)]
    Document(#[from] serde_json::Error),
}

/// The raw cases of a released probability wave and of the waves before it, with the release.
pub fn raw_cases(inputs: &Inputs, release: &Release) -> Result<Vec<RawFile>, RawCasesError> {
    if matches!(release.results, Results::Open { .. }) {
        return Err(RawCasesError::OpenLink {
            wave: release.wave.clone(),
        });
    }
    let mut files = vec![
        RawFile {
            name: "README.txt".to_owned(),
            content: NOTICE.into(),
        },
        json_file(format!("{}.cases.json", release.wave), &document(inputs)?)?,
        json_file(
            format!("{}.release.json", release.wave),
            &serde_json::to_value(release)?,
        )?,
    ];
    for data in waves(inputs) {
        let slug = &data.wave.slug;
        files.push(RawFile {
            name: format!("{slug}.psus.csv"),
            content: psus(data),
        });
        if !data.pairs.is_empty() {
            files.push(RawFile {
                name: format!("{slug}.pairs.csv"),
                content: pairs(data),
            });
        }
        files.push(RawFile {
            name: format!("{slug}.answers.csv"),
            content: answers(data),
        });
    }
    Ok(files)
}

/// The waves a release rests on, the oldest first and its own last.
fn waves(inputs: &Inputs) -> impl Iterator<Item = &WaveData> {
    inputs.earlier.iter().chain([&inputs.wave])
}

fn json_file(name: String, value: &Value) -> Result<RawFile, serde_json::Error> {
    let mut content = serde_json::to_vec_pretty(value)?;
    content.push(b'\n');
    Ok(RawFile { name, content })
}

/// What was promised, asked and counted.
fn document(inputs: &Inputs) -> Result<Value, serde_json::Error> {
    let asked = &inputs.wave.questionnaire.id;
    let plan = &inputs.plan;
    let indicators: Vec<_> = (plan.indicators.iter())
        .filter(|indicator| {
            let measure = indicator.measure.as_ref();
            measure.is_some_and(|measure| measure.questionnaire == *asked)
        })
        .collect();
    let waves: Vec<Value> = waves(inputs)
        .map(|data| {
            json!({
                "wave": data.wave.slug,
                "year": data.wave.year,
                "questionnaire": data.wave.version,
            })
        })
        .collect();
    let questionnaires = self::waves(inputs)
        .map(|data| {
            let asked = serde_json::to_value(&data.questionnaire)?;
            Ok((data.wave.version.clone(), asked))
        })
        .collect::<Result<serde_json::Map<_, _>, serde_json::Error>>()?;
    Ok(json!({
        "wave": inputs.wave.wave.slug,
        "plan": {
            "years": plan.years,
            "adults": plan.adults,
            "coaching": plan.coaching,
            "groupings": plan.groupings_of(asked).collect::<Vec<_>>(),
            "indicators": indicators,
        },
        "strata": (inputs.strata.iter())
            .map(|stratum| json!({
                "code": stratum.code, "name": stratum.name, "kind": stratum.kind, "population": stratum.population,
            }))
            .collect::<Vec<_>>(),
        "margins": inputs.margins,
        "draw": inputs.draw,
        "simulated": inputs.wave.wave.simulated,
        "waves": waves,
        "questionnaires": questionnaires,
    }))
}

/// The sampled PSUs in the order drawn.
fn psus(data: &WaveData) -> Vec<u8> {
    let facts = [
        "psu",
        "stratum",
        "urban",
        "certainty",
        "households",
        "inclusion_probability",
        "base_weight",
        "merged_into",
        "cases",
        "returned",
        "silent",
    ];
    let mut file = CsvFile::default();
    file.row(
        facts
            .into_iter()
            .chain(Disposition::ALL.map(Disposition::code)),
    );
    for psu in &data.psus {
        let tally = &psu.cases;
        let facts = [
            psu.code.to_string(),
            psu.stratum.to_string(),
            u8::from(psu.urban).to_string(),
            u8::from(psu.certainty).to_string(),
            psu.households.to_string(),
            psu.inclusion_probability.to_string(),
            psu.base_weight.to_string(),
            id(psu.merged_into.as_ref()),
            tally.cases.to_string(),
            tally.returned.to_string(),
            tally.silent.to_string(),
        ];
        let counts = Disposition::ALL.map(|disposition| {
            tally
                .dispositions
                .get(&disposition)
                .unwrap_or(&0)
                .to_string()
        });
        file.row(facts.into_iter().chain(counts));
    }
    file.into_bytes()
}

/// What the draw knows of every two PSUs of a stratum.
fn pairs(data: &WaveData) -> Vec<u8> {
    let mut file = CsvFile::default();
    file.row(["stratum", "psu", "other", "joint_probability"].map(str::to_owned));
    for pairs in &data.pairs {
        for (psu, row) in pairs.psus.iter().zip(&pairs.joint) {
            for (other, joint) in pairs.psus.iter().zip(row) {
                file.row([
                    pairs.stratum.to_string(),
                    psu.to_string(),
                    other.to_string(),
                    joint.to_string(),
                ]);
            }
        }
    }
    file.into_bytes()
}

/// An id as a cell, which is empty where there is none.
fn id(id: Option<&impl ToString>) -> String {
    id.map(ToString::to_string).unwrap_or_default()
}

/// The returned questionnaires, sorted; several codes of one question are joined by blanks.
fn answers(data: &WaveData) -> Vec<u8> {
    let arms = &data.questionnaire.arms;
    let questions = data.questionnaire.questions.iter();
    let questions: Vec<&QuestionId> = questions.map(|question| &question.id).collect();
    let cell = |answer: &Answer| match answer {
        Answer::Number(code) => code.to_string(),
        Answer::Decimal { decimal } => decimal.to_string(),
        Answer::Date { date } => date.to_string(),
        // Told from a number by its word: 98 may be either.
        Answer::Beside { beside } => format!("choice {beside}"),
        Answer::Codes(codes) => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            codes.join(" ")
        }
        // Texts leave their response before it is stored, and count nowhere.
        Answer::Text(_) => String::new(),
    };
    let mut rows: Vec<Vec<String>> = (data.responses.iter())
        .map(|response| {
            let mode = response.mode.map(AnswerMode::as_str).unwrap_or_default();
            let mut row = vec![
                id(response.stratum.as_ref()),
                id(response.psu.as_ref()),
                mode.to_owned(),
            ];
            let group = |arm: &Arm| response.arms.get(&arm.id).cloned();
            row.extend(arms.iter().map(|arm| group(arm).unwrap_or_default()));
            row.extend(questions.iter().map(|question| {
                let answer = response.answers.get(question);
                answer.map(cell).unwrap_or_default()
            }));
            row
        })
        .collect();
    rows.sort_unstable();
    let mut columns = ["stratum", "psu", "mode"].map(str::to_owned).to_vec();
    columns.extend(arms.iter().map(|arm| format!("arm.{}", arm.id)));
    columns.extend(questions.iter().map(ToString::to_string));
    let mut file = CsvFile::default();
    file.row(columns);
    for row in rows {
        file.row(row);
    }
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::{compute, example};
    use super::*;

    fn files(inputs: &Inputs) -> Vec<RawFile> {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        raw_cases(inputs, &release).unwrap()
    }

    #[test]
    fn the_order_of_the_responses_leaves_no_trace() {
        let inputs = example::inputs(40);
        let mut turned = example::inputs(40);
        turned.wave.responses.reverse();
        assert_ne!(inputs.wave.responses, turned.wave.responses);
        assert_eq!(files(&inputs), files(&turned));
    }

    #[test]
    fn the_files_name_their_wave_and_say_whom_they_are_for() {
        let files = files(&example::inputs(40));
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "README.txt",
                "residents-2014.cases.json",
                "residents-2014.release.json",
                "residents-2014.psus.csv",
                "residents-2014.answers.csv",
            ]
        );
        assert!(files[0].content.starts_with(b"FOR AUDITORS ONLY."));
        let table = |file: &RawFile| String::from_utf8(file.content.clone()).unwrap();
        assert!(
            table(&files[3]).starts_with(
                "psu,stratum,urban,certainty,households,inclusion_probability,base_weight,merged_into,cases,\
                 returned,silent,2.11,"
            ),
            "{}",
            table(&files[3])
        );
        let answers = table(&files[4]);
        assert_eq!(answers.lines().count(), 41);
        assert_eq!(answers.lines().nth(1), Some("1,1a,,1,1,1"));
    }
}
