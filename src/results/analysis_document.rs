//! A release as an analysis document with its microdata, so that anybody who may see the answers can ask
//! for every figure again: by `minyi analyze`, or by R.
//!
//! The data hold one row per person: stratum, PSU, final weight, the category on every margin, and a
//! 0/1 column for each way to count each question. The document states the design, rakes to the margins
//! and asks for every rate, district, part, sensitivity and change of the release.
//!
//! # Design
//!
//! The weights are the final ones. Raking them to their own totals changes none, and tells the variance
//! what the margins fix: the residuals are those of the release. (Weights before raking would need the
//! cases that did not answer, which stand in no file that leaves the house.) A change between waves
//! rests on a second file in which two waves are stacked, with a document of its own.
//!
//! The files hold answers person by person. They are for auditors, not for publication.

use serde_json::{Value, json};

use super::analysis_table::Table;
use super::comparison::ComparisonError;
use super::compute::{ComputeError, Inputs};
use super::counting::{Counting, MISSING};
use super::estimates::CountingRule;
use super::prepared::{Prepared, WaveData};
use super::release::{Basis, IndicatorResult, Release, Results};
use super::weights::stack;
use fieldwork::store::SampledPsu;
use plan::{Comparator, Counts, Indicator, Measure, TargetValue};

/// The design in which every person counts once, and the column of its weights. Only its estimates are
/// published, without standard error or interval.
const UNWEIGHTED: &str = "unweighted";

/// A document and the data file that it names.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisFiles {
    /// Name of the document, as in `residents-2014.json`.
    pub document_name: String,
    /// The analysis document, without answers.
    pub document: Value,
    /// Name of the data file.
    pub data_name: String,
    /// The data.
    pub data: Vec<u8>,
}

/// Why a release cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// An open link has counts, and no estimate to ask for again.
    #[error("wave {wave} is an open link: it has counts and no estimates")]
    OpenLink {
        /// The wave.
        wave: String,
    },
    /// The wave cannot be prepared.
    #[error(transparent)]
    Compute(#[from] ComputeError),
    /// Two waves cannot be stacked.
    #[error(transparent)]
    Comparison(#[from] ComparisonError),
    /// A table cannot be written.
    #[error(transparent)]
    Table(#[from] csv::Error),
}

/// The files of a released probability wave: the wave itself, and its changes since earlier ones.
pub fn export(inputs: &Inputs, release: &Release) -> Result<Vec<AnalysisFiles>, ExportError> {
    let Results::Probability { indicators, .. } = &release.results else {
        return Err(ExportError::OpenLink {
            wave: release.wave.clone(),
        });
    };
    let now = prepare(inputs, &inputs.wave)?;
    let mut table = Table::of(&now.dataset, now.weighted.design.weights(), &inputs.margins);
    let mut estimates = Vec::new();
    for result in indicators {
        if let Some((indicator, measure)) = measured(inputs, result) {
            let asked = Asked {
                wave: &now,
                indicator,
                measure,
                result,
            };
            asked.put(&mut table, &mut estimates);
        }
    }
    table.put(UNWEIGHTED, vec!["1".to_owned(); now.dataset.rows()]);
    let note =
        "Final weights: the step rake changes none, and tells the variance what the margins fix.";
    let wave = files(
        &release.wave,
        release,
        note,
        &table,
        &[
            design(&table, &inputs.wave.psus),
            json!({
                "name": UNWEIGHTED,
                "ids": "psu",
                "strata": "stratum",
                "weights": UNWEIGHTED,
                "lonely_psu": "adjust",
            }),
        ],
        &estimates,
    )?;
    let mut all = vec![wave];
    let since_first = |result: &IndicatorResult| result.since_baseline.map(|change| change.from);
    let since_last = |result: &IndicatorResult| result.change.map(|change| change.from);
    let mut years: Vec<i32> = indicators
        .iter()
        .flat_map(|result| since_first(result).into_iter().chain(since_last(result)))
        .collect();
    years.sort_unstable();
    years.dedup();
    for year in years {
        let earlier = inputs.earlier.iter().find(|data| data.wave.year == year);
        if let Some(earlier) = earlier {
            all.push(changes(inputs, release, indicators, &now, earlier)?);
        }
    }
    Ok(all)
}

fn prepare<'a>(inputs: &Inputs, data: &'a WaveData) -> Result<Prepared<'a>, ExportError> {
    let prepared = Prepared::of(data, &inputs.plan, &inputs.margins).map_err(|source| {
        ComputeError::Prepare {
            slug: data.wave.slug.clone(),
            source,
        }
    })?;
    Ok(prepared)
}

/// What a result measures.
fn measured<'a>(
    inputs: &'a Inputs,
    result: &IndicatorResult,
) -> Option<(&'a Indicator, &'a Measure)> {
    let mut indicators = inputs.plan.indicators.iter();
    let indicator = indicators.find(|indicator| indicator.id == result.indicator)?;
    Some((indicator, indicator.measure.as_ref()?))
}

fn files(
    name: &str,
    release: &Release,
    note: &str,
    table: &Table,
    designs: &[Value],
    estimates: &[Value],
) -> Result<AnalysisFiles, ExportError> {
    let data_name = format!("{name}.csv");
    let document = json!({
        "schema": "minyi-analysis/1",
        "id": name,
        "title": release.title,
        "notes": [
            note,
            if release.simulated {
                "Simulated: nothing in it is about real people."
            } else {
                "Answers person by person: not for publication."
            },
        ],
        "data": { "csv": data_name },
        "designs": designs,
        "estimates": estimates,
    });
    Ok(AnalysisFiles {
        document_name: format!("{name}.json"),
        document,
        data_name,
        data: table.csv()?,
    })
}

fn design(table: &Table, psus: &[SampledPsu]) -> Value {
    let mut certain: Vec<&str> = psus
        .iter()
        .filter(|psu| psu.certainty && table.column("psu").contains(&psu.code))
        .map(|psu| psu.code.as_str())
        .collect();
    certain.sort_unstable();
    certain.dedup();
    let mut design = json!({
        "name": "final",
        "ids": "psu",
        "strata": "stratum",
        "weights": "weight",
        "lonely_psu": "adjust",
        "steps": [{ "op": "rake", "margins": table.margins }],
    });
    if !certain.is_empty() {
        design["certainty_psus"] = json!(certain);
    }
    design
}

/// One indicator as it is asked for.
struct Asked<'a> {
    wave: &'a Prepared<'a>,
    indicator: &'a Indicator,
    measure: &'a Measure,
    result: &'a IndicatorResult,
}

impl Asked<'_> {
    fn put(&self, table: &mut Table, estimates: &mut Vec<Value>) {
        let id = &self.indicator.id;
        let headline = self.columns(CountingRule::Headline, "", table);
        if self.result.rate.is_some() {
            estimates.push(rate(id, &headline, None));
        }
        let direction = match self.indicator.target.comparator {
            Comparator::AtLeast => Some("at_least"),
            Comparator::AtMost => Some("at_most"),
            _ => None,
        };
        if let (Some(direction), Some(threshold), Some(_)) =
            (direction, threshold(self.indicator), self.result.rate)
        {
            let mut verdict = rate(&format!("{id} verdict"), &headline, None);
            verdict["stat"] = json!("verdict");
            verdict["threshold"] = json!(threshold);
            verdict["direction"] = json!(direction);
            estimates.push(verdict);
        }
        for district in &self.result.districts {
            if district.figure.is_some() {
                let id = format!("{id} {}", district.code);
                estimates.push(rate(&id, &headline, Some(("stratum", &district.code))));
            }
        }
        for (column, part) in headline.iter().zip(&self.result.parts) {
            if part.is_some() {
                estimates.push(rate(column, std::slice::from_ref(column), None));
            }
        }
        for other in &self.result.sensitivity {
            let (rule, name) = match other.basis {
                Basis::WithoutDontKnow => (CountingRule::WithoutDontKnow, "without_dont_know"),
                Basis::DontKnowSatisfied => {
                    (CountingRule::DontKnowSatisfied, "dont_know_satisfied")
                }
                Basis::SkipsNotSatisfied => {
                    (CountingRule::SkipsNotSatisfied, "skips_not_satisfied")
                }
                Basis::FourPointScale => (CountingRule::Bridge, "four_point_scale"),
                Basis::DirectDissatisfied => (CountingRule::Dissatisfied, "direct_dissatisfied"),
                Basis::CrosswiseDissatisfied => {
                    self.crosswise(table, estimates);
                    continue;
                }
                Basis::Unweighted => {
                    let mut request = rate(&format!("{id} unweighted"), &headline, None);
                    request["design"] = json!(UNWEIGHTED);
                    estimates.push(request);
                    continue;
                }
                // The estimate itself, asked for above.
                Basis::PointRule => continue,
            };
            let columns = self.columns(rule, name, table);
            estimates.push(rate(&format!("{id} {name}"), &columns, None));
        }
    }

    /// Puts a column for every question into the table, and names them.
    fn columns(&self, rule: CountingRule, name: &str, table: &mut Table) -> Vec<String> {
        let mut names = Vec::new();
        for question in &self.measure.questions {
            let Some(counting) = rule.counting(self.measure, question) else {
                continue;
            };
            let column = format!("{} {question} {name}", self.indicator.id);
            let column = column.trim_end().to_owned();
            let cells = counting.column(self.wave.questionnaire(), &self.wave.dataset);
            table.put(&column, cells.into_iter().map(binary).collect());
            names.push(column);
        }
        names
    }

    fn crosswise(&self, table: &mut Table, estimates: &mut Vec<Value>) {
        let Some(crosswise) = &self.measure.crosswise else {
            return;
        };
        let questionnaire = self.wave.questionnaire();
        let own = questionnaire.question(&crosswise.question);
        let choices = own.map(|question| question.answer.own_choices());
        let counting = Counting {
            question: &crosswise.question,
            counts: Counts::Codes {
                numerator: vec![crosswise.same],
                denominator: choices
                    .into_iter()
                    .flatten()
                    .map(|choice| choice.code)
                    .collect(),
            },
            skips_count: false,
            among: None,
        };
        let column = format!("{} {} same", self.indicator.id, crosswise.question);
        let cells = counting.column(questionnaire, &self.wave.dataset);
        table.put(&column, cells.into_iter().map(binary).collect());
        estimates.push(json!({
            "id": format!("{} crosswise", self.indicator.id),
            "stat": "crosswise",
            "design": "final",
            "var": column,
            "prevalence": crosswise.prevalence,
        }));
    }
}

/// The request for a rate: a proportion, or the mean of several.
fn rate(id: &str, columns: &[String], domain: Option<(&str, &str)>) -> Value {
    let mut request = json!({ "id": id, "design": "final" });
    match columns {
        [single] => {
            request["stat"] = json!("proportion");
            request["var"] = json!(single);
        }
        several => {
            request["stat"] = json!("mean_of_proportions");
            request["vars"] = json!(several);
        }
    }
    if let Some((column, level)) = domain {
        request["domain"] = json!({ column: level });
    }
    request
}

fn threshold(indicator: &Indicator) -> Option<f64> {
    match (&indicator.target.value, indicator.target.unit.as_str()) {
        (Some(TargetValue::Number(percent)), "%") => Some(percent / 100.0),
        _ => None,
    }
}

fn binary(cell: u8) -> String {
    if cell == MISSING {
        String::new()
    } else {
        cell.to_string()
    }
}

/// Two waves stacked, raked each to its own totals, and the differences of what both asked alike.
fn changes(
    inputs: &Inputs,
    release: &Release,
    indicators: &[IndicatorResult],
    now: &Prepared<'_>,
    earlier: &WaveData,
) -> Result<AnalysisFiles, ExportError> {
    let before = prepare(inputs, earlier)?;
    let mut psus = before.data.psus.clone();
    psus.extend(now.data.psus.iter().cloned());
    let (first, second) = (
        format!("{} ", earlier.wave.slug),
        format!("{} ", release.wave),
    );
    let stacked = stack(
        (&first, &before.dataset, &before.weighted),
        (&second, &now.dataset, &now.weighted),
        &psus,
        &inputs.margins,
    )
    .map_err(ComparisonError::from)?;
    let (early, late) = stacked.weights().split_at(before.dataset.rows());
    let mut table = Table::of(&before.dataset, early, &inputs.margins);
    table.stack(
        &earlier.wave.slug,
        Table::of(&now.dataset, late, &inputs.margins),
        &release.wave,
    );
    let mut estimates = Vec::new();
    for result in indicators {
        let wanted = [result.change, result.since_baseline];
        if !wanted
            .iter()
            .flatten()
            .any(|change| change.from == earlier.wave.year)
        {
            continue;
        }
        // Means of several questions have no request for their difference.
        let Some((indicator, measure)) = measured(inputs, result) else {
            continue;
        };
        let [question] = measure.questions.as_slice() else {
            continue;
        };
        let Some(counting) = CountingRule::Headline.counting(measure, question) else {
            continue;
        };
        let cells = [&before, now].into_iter().flat_map(|wave| {
            let cells = counting.column(wave.questionnaire(), &wave.dataset);
            cells.into_iter().map(binary)
        });
        let column = format!("{} {question}", indicator.id);
        table.put(&column, cells.collect());
        estimates.push(json!({
            "id": format!("{} change", indicator.id),
            "stat": "difference",
            "design": "final",
            "var": column,
            "a": { "wave": release.wave },
            "b": { "wave": earlier.wave.slug },
        }));
    }
    let name = format!("{}-since-{}", release.wave, earlier.wave.slug);
    let note = "Two waves stacked: a PSU met twice is one PSU; each wave keeps its own totals.";
    files(
        &name,
        release,
        note,
        &table,
        &[design(&table, &psus)],
        &estimates,
    )
}
