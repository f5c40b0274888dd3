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

use std::fmt;

use super::analysis_table::Table;
use super::comparison::ComparisonError;
use super::compute::{ComputeError, Inputs};
use super::counting::{Counting, MISSING};
use super::drawn_sample::usable_pairs;
use super::estimates::CountingRule;
use super::indicators::{direction, threshold};
use super::prepared::{Prepared, WaveData};
use super::release::{Basis, IndicatorResult, Release, Results};
use super::weights::stack;
use fieldwork::SampledPsu;
use plan::{Indicator, IndicatorId, Measure};
use questionnaire::{QuestionId, Text};
use sampling::StratumId;
use statistics::analysis::{
    Analysis, Conditions, Crosswise, Data, Design, Difference, Estimate, Level, MeanOfProportions,
    OneOrMany, Pairs, Pps, PpsMethod, Proportion, SinglePsu, Statistic, Step, Title, Verdict,
    Version,
};
use statistics::{PairedPsus, Sides};

/// The design of the final weights.
const FINAL: &str = "final";

/// The design in which every person counts once, and the column of its weights. Only its estimates are
/// published, without standard error or interval.
const UNWEIGHTED: &str = "unweighted";

/// A document and the data file that it names.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct AnalysisFiles {
    /// Name of the document, as in `residents-2014.json`.
    pub document_name: String,
    pub document: Analysis,
    /// Which published figure every estimate of the document asks for.
    pub figures: Vec<PublishedFigure>,
    /// Name of the data file.
    pub data_name: String,
    pub data: Vec<u8>,
}

/// A figure of a release; its name is the id of the estimate that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct PublishedFigure {
    pub indicator: IndicatorId,
    pub kind: FigureKind,
}

/// The figures of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureKind {
    /// The rate.
    Rate,
    /// The verdict on it.
    Verdict,
    /// The rate of a district, by its code.
    District(StratumId),
    /// The rate of one of several questions.
    Part(QuestionId),
    /// The rate counted in another way.
    Sensitivity(Basis),
    /// The change since the earlier wave in the file.
    Change,
}

impl fmt::Display for PublishedFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.indicator.fmt(f)?;
        match &self.kind {
            FigureKind::Rate => Ok(()),
            FigureKind::Verdict => f.write_str(" verdict"),
            FigureKind::District(code) => write!(f, " {code}"),
            FigureKind::Part(question) => write!(f, " {question}"),
            FigureKind::Sensitivity(basis) => {
                let name = match CountingRule::of(*basis) {
                    Some(rule) => rule.name(),
                    None if *basis == Basis::CrosswiseDissatisfied => "crosswise",
                    None if *basis == Basis::PointRule => "point_rule",
                    None => UNWEIGHTED,
                };
                write!(f, " {name}")
            }
            FigureKind::Change => f.write_str(" change"),
        }
    }
}

/// The estimates of a document, each with the figure that it asks for.
type Requests = Vec<(PublishedFigure, Statistic)>;

/// Why a release cannot be exported.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum ExportError {
    /// An open link has counts, and no estimate to ask for again.
    #[error("wave {wave} is an open link: it has counts and no estimates")]
    OpenLink { wave: String },
    /// The wave cannot be prepared.
    #[error(transparent)]
    Compute(#[from] ComputeError),
    /// Two waves cannot be stacked.
    #[error(transparent)]
    Comparison(#[from] ComparisonError),
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
    let mut requests = Requests::new();
    for result in indicators {
        if let Some((indicator, measure)) = measured(inputs, result) {
            let asked = Asked {
                wave: &now,
                indicator,
                measure,
                result,
            };
            asked.put(&mut table, &mut requests);
        }
    }
    table.put(UNWEIGHTED, vec!["1".to_owned(); now.dataset.rows()]);
    let pairs = usable_pairs(&now.dataset, &inputs.wave.psus, &inputs.wave.pairs);
    let note = if table.margins.is_empty() {
        "Final weights; the plan has no margin that could be used."
    } else {
        "Final weights: the step rake changes none, and tells the variance what the margins fix."
    };
    let wave = files(
        &release.wave,
        release,
        note,
        &table,
        vec![
            final_design(&table, &inputs.wave.psus, pairs),
            design(UNWEIGHTED, UNWEIGHTED),
        ],
        requests,
    );
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
    designs: Vec<Design>,
    requests: Requests,
) -> AnalysisFiles {
    let data_name = format!("{name}.csv");
    let caution = if release.simulated {
        "Simulated: nothing in it is about real people."
    } else {
        "Answers person by person: not for publication."
    };
    let (figures, statistics): (Vec<_>, Vec<_>) = requests.into_iter().unzip();
    let document = Analysis {
        schema: Version::One,
        id: Some(name.to_owned()),
        title: Some(title(&release.title)),
        source: None,
        notes: OneOrMany::Many(vec![note.to_owned(), caution.to_owned()]),
        data: Data {
            csv: data_name.clone(),
            // No code of a stratum or category is taken for a gap, not even NA.
            missing: OneOrMany::One(Level::Text(String::new())),
            ..Data::default()
        },
        designs,
        estimates: (figures.iter().zip(statistics))
            .map(|(figure, statistic)| Estimate::new(figure.to_string(), statistic))
            .collect(),
    };
    AnalysisFiles {
        document_name: format!("{name}.json"),
        document,
        figures,
        data_name,
        data: table.csv(),
    }
}

fn title(text: &Text) -> Title {
    let wordings = text.languages().map(|language| {
        let wording = text.get(language);
        (language.to_string(), wording.to_owned())
    });
    Title::ByLanguage(wordings.collect())
}

fn design(name: &str, weights: &str) -> Design {
    Design {
        name: name.to_owned(),
        ids: OneOrMany::One("psu".to_owned()),
        strata: OneOrMany::One("stratum".to_owned()),
        weights: Some(weights.to_owned()),
        lonely_psu: SinglePsu::Adjust,
        ..Design::default()
    }
}

fn final_design(table: &Table, psus: &[SampledPsu], pairs: Vec<PairedPsus>) -> Design {
    let units = table.column("psu");
    let mut certain: Vec<String> = psus
        .iter()
        .filter(|psu| psu.certainty)
        .map(|psu| psu.code.to_string())
        .filter(|code| units.contains(code))
        .collect();
    certain.sort_unstable();
    certain.dedup();
    let pps = Pps {
        method: PpsMethod::Pairs,
        sum_p2_over_n: None,
        matrix_csv: None,
        pairs: pairs
            .into_iter()
            .map(|paired| Pairs {
                stratum: paired.stratum,
                psus: paired.psus,
                joint: paired.joint,
            })
            .collect(),
    };
    let rake = (!table.margins.is_empty()).then(|| Step::Rake {
        margins: table.margins.clone(),
        maxit: None,
        epsilon: None,
        trim: None,
    });
    Design {
        pps: (!pps.pairs.is_empty()).then_some(pps),
        certainty_psus: if certain.is_empty() {
            OneOrMany::None
        } else {
            OneOrMany::Many(certain)
        },
        steps: rake.into_iter().collect(),
        ..design(FINAL, "weight")
    }
}

/// One indicator as it is asked for.
struct Asked<'a> {
    wave: &'a Prepared<'a>,
    indicator: &'a Indicator,
    measure: &'a Measure,
    result: &'a IndicatorResult,
}

impl Asked<'_> {
    fn put(&self, table: &mut Table, requests: &mut Requests) {
        let everybody = Conditions::default();
        let headline = self.columns(CountingRule::Headline, "", table);
        let mut ask = |kind, statistic| requests.push((self.figure(kind), statistic));
        if self.result.rate.is_some() {
            ask(FigureKind::Rate, rate(FINAL, &headline, everybody.clone()));
        }
        if let (Some(direction), Some(threshold), Some(_)) = (
            direction(self.indicator),
            threshold(self.indicator),
            self.result.rate,
        ) {
            let (var, vars) = match headline.as_slice() {
                [single] => (Some(single.clone()), OneOrMany::None),
                several => (None, OneOrMany::Many(several.to_vec())),
            };
            let verdict = Statistic::Verdict(Verdict {
                design: FINAL.to_owned(),
                var,
                vars,
                threshold,
                direction,
                level: None,
                truth: OneOrMany::None,
                domain: everybody.clone(),
            });
            ask(FigureKind::Verdict, verdict);
        }
        for district in &self.result.districts {
            if district.figure.is_some() {
                let kind = FigureKind::District(district.code.clone());
                ask(
                    kind,
                    rate(FINAL, &headline, is("stratum", district.code.as_str())),
                );
            }
        }
        let parts = self.measure.questions.iter().zip(&headline);
        for ((question, column), part) in parts.zip(&self.result.parts) {
            if part.is_some() {
                let columns = std::slice::from_ref(column);
                let kind = FigureKind::Part(question.clone());
                ask(kind, rate(FINAL, columns, everybody.clone()));
            }
        }
        for other in &self.result.sensitivity {
            let asked = match (other.basis, CountingRule::of(other.basis)) {
                (_, Some(rule)) => {
                    let columns = self.columns(rule, rule.name(), table);
                    Some(rate(FINAL, &columns, everybody.clone()))
                }
                (Basis::CrosswiseDissatisfied, _) => self.crosswise(table),
                (Basis::Unweighted, _) => Some(rate(UNWEIGHTED, &headline, everybody.clone())),
                // The point rule judges the estimate itself, asked for above.
                _ => None,
            };
            let figure = self.figure(FigureKind::Sensitivity(other.basis));
            requests.extend(asked.map(|asked| (figure, asked)));
        }
    }

    fn figure(&self, kind: FigureKind) -> PublishedFigure {
        PublishedFigure {
            indicator: self.indicator.id.clone(),
            kind,
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

    fn crosswise(&self, table: &mut Table) -> Option<Statistic> {
        let crosswise = self.measure.crosswise.as_ref()?;
        let questionnaire = self.wave.questionnaire();
        let counting = Counting::crosswise(crosswise, questionnaire);
        let column = format!("{} {} same", self.indicator.id, crosswise.question);
        let cells = counting.column(questionnaire, &self.wave.dataset);
        table.put(&column, cells.into_iter().map(binary).collect());
        Some(Statistic::Crosswise(Crosswise {
            design: FINAL.to_owned(),
            var: column,
            prevalence: crosswise.prevalence,
            anchor: None,
            domain: Conditions::default(),
        }))
    }
}

/// The request for a rate: a proportion, or the mean of several.
fn rate(design: &str, columns: &[String], domain: Conditions) -> Statistic {
    let design = design.to_owned();
    let sides = Sides::Both;
    match columns {
        [single] => Statistic::Proportion(Proportion {
            design,
            var: single.clone(),
            domain,
            sides,
            level: None,
        }),
        several => Statistic::MeanOfProportions(MeanOfProportions {
            design,
            vars: OneOrMany::Many(several.to_vec()),
            domain,
            sides,
            level: None,
        }),
    }
}

/// The rows where a column holds a value.
fn is(column: &str, value: &str) -> Conditions {
    let value = Level::Text(value.to_owned());
    Conditions([(column.to_owned(), OneOrMany::One(value))].into())
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
    let mut requests = Requests::new();
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
        let figure = PublishedFigure {
            indicator: indicator.id.clone(),
            kind: FigureKind::Change,
        };
        let difference = Statistic::Difference(Difference {
            design: FINAL.to_owned(),
            var: column,
            a: is("wave", &release.wave),
            b: is("wave", &earlier.wave.slug),
            domain: Conditions::default(),
            sides: Sides::Both,
            rest: false,
            level: None,
        });
        requests.push((figure, difference));
    }
    let name = format!("{}-since-{}", release.wave, earlier.wave.slug);
    let note = "Two waves stacked: a PSU met twice is one PSU; each wave keeps its own totals.";
    Ok(files(
        &name,
        release,
        note,
        &table,
        vec![final_design(&table, &psus, Vec::new())],
        requests,
    ))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::{compute, example};
    use super::*;

    /// The documents of a wave with one before it.
    fn documents() -> Vec<AnalysisFiles> {
        let mut inputs = example::inputs(200);
        let mut earlier = example::inputs(200).wave;
        earlier.wave.slug = "residents-2013".into();
        earlier.wave.year = 2013;
        inputs.earlier.push(earlier);
        let release = compute(&inputs, DateTime::UNIX_EPOCH).unwrap();
        export(&inputs, &release).unwrap()
    }

    #[test]
    fn a_change_is_the_later_wave_minus_the_earlier() {
        let documents = documents();
        let [_, changes] = documents.as_slice() else {
            panic!("a wave and its changes: {}", documents.len());
        };
        let differences: Vec<&Difference> = (changes.document.estimates.iter())
            .filter_map(|estimate| match &estimate.statistic {
                Statistic::Difference(difference) => Some(difference),
                _ => None,
            })
            .collect();
        assert!(!differences.is_empty());
        for difference in differences {
            assert_eq!(difference.a, is("wave", "residents-2014"));
            assert_eq!(difference.b, is("wave", "residents-2013"));
        }
    }

    #[test]
    fn a_single_psu_is_centred_as_in_the_release() {
        for files in documents() {
            let mut designs = files.document.designs.iter();
            assert!(designs.all(|design| matches!(design.lonely_psu, SinglePsu::Adjust)));
        }
    }
}
