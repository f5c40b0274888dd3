//! The demonstration as a whole: a city whose true opinions are known is asked three times, and the published
//! intervals are held against the truth.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(clippy::print_stdout, reason = "the shares are worth reading")]

mod export;
mod fielded;
mod hard_case;
mod many_draws;
mod person_rows;
mod public_use;
mod registration;
mod release;
mod sampford_case;
#[path = "../storage/mod.rs"]
mod storage;

use std::sync::OnceLock;

use fieldwork::Mode;
use plan::Measure;
use results::Release;
use results::release::{Figure, IndicatorResult, Results};
use simulation::{City, Truth};

use fielded::{first, second};

fn indicators(release: &Release) -> &[IndicatorResult] {
    match &release.results {
        Results::Probability { indicators, .. } => indicators,
        Results::Open { .. } => panic!("the yearly waves are probability samples"),
    }
}

/// What is true of the city, counted once for all tests.
fn truth(city: &City) -> &'static Truth {
    static TRUTH: OnceLock<Truth> = OnceLock::new();
    TRUTH.get_or_init(|| Truth::count(city))
}

fn holds(figure: Figure, truth: f64) -> bool {
    (figure.interval.0..=figure.interval.1).contains(&truth)
}

/// A hundred and fifty figures of one city are not independent: 95 % is what is promised of
/// each on average over cities and draws (see `simulation::coverage` for ten thousand draws),
/// and 90 % what one city may show.
#[tokio::test]
async fn published_intervals_hold_the_truth_about_as_often_as_they_should_and_two_runs_agree() {
    let first = first().await;
    let demonstration = &first.demonstration;
    let questionnaire = &first.yearly[0].0.wave.questionnaire;
    let truth = truth(&demonstration.city);
    let (mut city, mut districts) = (Vec::new(), Vec::new());
    assert!(
        demonstration
            .releases
            .iter()
            .all(|release| release.simulated)
    );
    let samples = demonstration.releases.iter();
    for release in samples.filter(|release| release.mode == Mode::Probability) {
        assert!(
            (5_000..5_800).contains(&release.respondents),
            "{}",
            release.respondents
        );
        for result in indicators(release) {
            let measured = demonstration
                .plan
                .indicators
                .iter()
                .find(|indicator| indicator.id == result.indicator);
            let measure: &Measure = measured.unwrap().measure.as_ref().unwrap();
            let rate = |stratum| {
                truth
                    .rate(measure, questionnaire, release.year, stratum)
                    .unwrap()
            };
            city.push(holds(result.rate.unwrap(), rate(None)));
            for district in &result.districts {
                if let Some(figure) = district.figure {
                    districts.push(holds(figure, rate(Some(&district.code))));
                }
            }
        }
    }
    for (name, held, least) in [("city", &city, 0.85), ("districts", &districts, 0.90)] {
        let count = held.iter().filter(|held| **held).count();
        let share = share(count, held.len());
        println!("{name}: {count} of {} intervals hold the truth", held.len());
        assert!(share >= least, "{name}: {share:.3}");
    }
    assert!(
        city.len() >= 27 && districts.len() >= 200,
        "{} {}",
        city.len(),
        districts.len()
    );

    // A registration and its commitments hang on a salt that is drawn anew.
    let figures = |releases: &[Release]| -> Vec<Release> {
        let mut releases = releases.to_vec();
        for release in &mut releases {
            release.registration = None;
            if let Results::Probability { method, .. } = &mut release.results {
                method.draw.clear();
            }
        }
        releases
    };
    assert_eq!(
        figures(&demonstration.releases),
        figures(&second().await.demonstration.releases),
        "the same seed, the same figures, in either database"
    );
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred intervals")]
fn share(count: usize, all: usize) -> f64 {
    count as f64 / all as f64
}
