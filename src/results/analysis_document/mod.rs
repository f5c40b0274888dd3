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

mod asked;
mod figure;
mod stacked;
mod table;

use super::cells::Cells;
use super::comparison::{ComparisonError, FEWEST_WAVES};
use super::compute::{ComputeError, Inputs};
use super::division::Division;
use super::drawn_sample::usable_pairs;
use super::estimates::{DISTRICT, FLAGGED};
use super::flagged::flagged;
use super::groups::divisions;
use super::indicators::{Tabulated, flag};
use super::places::Model;
use super::prepared::{Prepared, WaveData};
use super::release::{IndicatorResult, Release, Results};
use fieldwork::SampledPsu;
use plan::{Indicator, Measure};
use questionnaire::Text;
use statistics::PairedPsus;
use statistics::analysis::{
    Analysis, Data, Design, Estimate, Level, OneOrMany, Pairs, Pps, PpsMethod, SinglePsu,
    Statistic, Step, Title, Version,
};

use asked::Asked;
use table::Table;

pub use figure::{FigureKind, PublishedFigure};

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

/// The files of a released probability wave: the wave itself, its changes since earlier ones, those between earlier ones, and
/// the trend over all.
pub fn export(inputs: &Inputs, release: &Release) -> Result<Vec<AnalysisFiles>, ExportError> {
    let Results::Probability { indicators, .. } = &release.results else {
        return Err(ExportError::OpenLink {
            wave: release.wave.clone(),
        });
    };
    let now = prepare(inputs, &inputs.wave)?;
    let earlier: Vec<Prepared<'_>> = (inputs.earlier.iter())
        .map(|data| prepare(inputs, data))
        .collect::<Result<_, _>>()?;
    let mut all = vec![wave(inputs, (release, indicators), &now)?];
    let changed_since = |year: i32| {
        let years = (year, now.data.wave.year);
        indicators.iter().any(|result| {
            let mut changes = [result.since_baseline, result.change].into_iter().flatten();
            changes.any(|change| change.from == year) || result.wave_error(years).is_some()
        })
    };
    for earlier in earlier.iter().filter(|it| changed_since(it.data.wave.year)) {
        let waves = [earlier, &now];
        all.push(stacked::changes(inputs, (release, indicators), waves)?);
    }
    for (place, before) in earlier.iter().enumerate() {
        for after in &earlier[place + 1..] {
            let years = (before.data.wave.year, after.data.wave.year);
            if indicators.iter().any(|it| it.wave_error(years).is_some()) {
                let waves = [before, after];
                all.push(stacked::changes(inputs, (release, indicators), waves)?);
            }
        }
    }
    let waves: Vec<&Prepared<'_>> = earlier.iter().chain([&now]).collect();
    if waves.len() >= FEWEST_WAVES && indicators.iter().any(|result| result.slope.is_some()) {
        all.push(stacked::trends(inputs, (release, indicators), &waves)?);
    }
    Ok(all)
}

/// The file of the wave itself.
fn wave(
    inputs: &Inputs,
    (release, indicators): (&Release, &[IndicatorResult]),
    now: &Prepared<'_>,
) -> Result<AnalysisFiles, ExportError> {
    let mut table = Table::of(&now.dataset, now.weighted.design.weights(), &inputs.margins);
    let divisions = divisions_as_in(indicators, divisions(&inputs.plan, now));
    for division in &divisions {
        table.put(&division.name, division.rows.clone());
    }
    let flags = flagged(now.questionnaire(), &now.dataset).into_iter();
    table.put(FLAGGED, flags.map(|it| flag(it).to_owned()).collect());
    let models = models(inputs, indicators, now)?;
    let mut requests = Requests::new();
    for (result, model) in indicators.iter().zip(models) {
        if let Some((indicator, measure)) = measured(inputs, result) {
            let asked = Asked {
                wave: now,
                indicator,
                measure,
                result,
                divisions: &divisions,
                model,
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
    Ok(files(
        &release.wave,
        release,
        note,
        &table,
        vec![
            final_design(&table, &inputs.wave.psus, pairs),
            design(UNWEIGHTED, UNWEIGHTED),
        ],
        requests,
    ))
}

/// The divisions with those who did not state their class where the release counts them.
fn divisions_as_in(indicators: &[IndicatorResult], divisions: Vec<Division>) -> Vec<Division> {
    let merged = |division: &Division| {
        let mut tables = indicators.iter().flat_map(|result| &result.groups);
        let table = tables.find(|table| table.by == division.by);
        table.is_some_and(|table| table.classes.iter().any(|class| class.with_not_stated))
    };
    let divisions = divisions.into_iter();
    divisions
        .map(|division| {
            if merged(&division) {
                division.merged()
            } else {
                division
            }
        })
        .collect()
}

/// What the model of the districts was asked, of every indicator; none where it has none.
fn models(
    inputs: &Inputs,
    indicators: &[IndicatorResult],
    now: &Prepared<'_>,
) -> Result<Vec<Option<Model>>, ComputeError> {
    let all = inputs.plan.measured_by(&now.questionnaire().id);
    let tabulated = Tabulated::of(now, &all, &inputs.plan)?;
    let codes: Vec<String> = (inputs.strata.iter())
        .map(|stratum| stratum.code.to_string())
        .collect();
    let mut models = Vec::with_capacity(indicators.len());
    for result in indicators {
        let Some((indicator, _)) = measured(inputs, result) else {
            models.push(None);
            continue;
        };
        let headline = result.rate.as_ref();
        let cells = Cells::of(
            &tabulated.tabulation,
            DISTRICT,
            &codes,
            indicator,
            (headline, 1.0),
        )?;
        let figures: Vec<_> = result.districts.iter().map(|it| it.figure).collect();
        models.push(Model::of(&inputs.strata, &figures, &cells.rows(), headline));
    }
    Ok(models)
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
            csv: Some(data_name.clone()),
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::{compute, example};
    use super::asked::is;
    use super::*;
    use statistics::analysis::Difference;

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
