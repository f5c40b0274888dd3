//! When things happen in the demonstration, and which waves there are.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::cli::import::Imported;
use clock::CHINA;
use fieldwork::Mode;
use fieldwork::store::NewWave;
use questionnaire::Text;

/// The years of the plan.
pub(super) const YEARS: [i32; 3] = [2012, 2013, 2014];

/// How long residents may answer.
const PERIOD: TimeDelta = TimeDelta::days(30);

/// The day the plan was taken into the database.
pub(super) fn beginning() -> DateTime<Utc> {
    midnight(2012, 8, 1)
}

/// The day of the census that the city is simulated from.
pub(super) fn census_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2010, 11, 1).expect("November has a first day")
}

/// The day the results of a year are released.
pub(super) fn release_day(year: i32) -> DateTime<Utc> {
    midnight(year, 10, 20)
}

/// The wave of a year: from the first of September for thirty days.
pub(super) fn yearly(imported: &Imported, year: i32) -> anyhow::Result<NewWave> {
    let opens_at = midnight(year, 9, 1);
    Ok(NewWave {
        slug: format!("residents-{year}"),
        title: [
            ("zh", &*format!("{year}年居民满意度调查")),
            ("en", &*format!("Resident survey {year}")),
        ]
        .into(),
        year,
        opens_at,
        closes_at: opens_at + PERIOD,
        ..wave(imported, "residents", Mode::Probability)?
    })
}

/// The open link of the last year, at the same time as its sample.
pub(super) fn open_link(imported: &Imported) -> anyhow::Result<NewWave> {
    let year = YEARS[YEARS.len() - 1];
    let opens_at = midnight(year, 9, 1);
    Ok(NewWave {
        slug: format!("open-{year}"),
        title: [
            ("zh", &*format!("{year}年居民意见公开征集")),
            ("en", &*format!("Open consultation {year}")),
        ]
        .into(),
        opens_at,
        closes_at: opens_at + PERIOD,
        ..wave(imported, "residents", Mode::Open)?
    })
}

/// The wave of a year by open link that asks for suggestions in words.
pub(super) fn suggestions(
    imported: &Imported,
    version: &str,
    year: i32,
) -> anyhow::Result<NewWave> {
    let opens_at = midnight(year, 9, 1);
    Ok(NewWave {
        slug: format!("suggestions-{year}"),
        version: version.to_owned(),
        title: [
            ("zh", &*format!("{year}年居民建议征集")),
            ("en", &*format!("Residents' suggestions {year}")),
        ]
        .into(),
        year,
        opens_at,
        closes_at: opens_at + PERIOD,
        ..wave(imported, "residents", Mode::Open)?
    })
}

/// A wave that visitors may answer from now on.
pub(super) fn for_visitors(
    imported: &Imported,
    slug: &str,
    questionnaire: &str,
    mode: Mode,
    title: [(&str, &str); 2],
    now: DateTime<Utc>,
) -> anyhow::Result<NewWave> {
    Ok(NewWave {
        slug: slug.to_owned(),
        title: title.into(),
        opens_at: now,
        closes_at: now + PERIOD,
        ..wave(imported, questionnaire, mode)?
    })
}

/// A wave without a statutory header: nobody has approved a demonstration.
fn wave(imported: &Imported, questionnaire: &str, mode: Mode) -> anyhow::Result<NewWave> {
    let version = imported
        .versions
        .get(questionnaire)
        .with_context(|| format!("the plan comes without the questionnaire {questionnaire}"))?;
    Ok(NewWave {
        slug: String::new(),
        plan: imported.plan.id.clone(),
        version: version.to_string(),
        mode,
        title: Text::default(),
        year: YEARS[YEARS.len() - 1],
        opens_at: beginning(),
        closes_at: beginning(),
        header: None,
        contact: None,
        complaints: Some(
            [
                (
                    "zh",
                    "模拟的投诉受理单位（仅供演示，没有人接听），电话 000-0000000",
                ),
                (
                    "en",
                    "A simulated complaints office (for the demonstration only, nobody answers), telephone 000-0000000",
                ),
            ]
            .into(),
        ),
        simulated: true,
        sittings: Vec::new(),
    })
}

/// The beginning of a day in China.
fn midnight(year: i32, month: u32, day: u32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, month, day)
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .and_then(|time| time.and_local_timezone(CHINA).single())
        .map(|time| time.to_utc())
        .expect("the days of the calendar exist, and China keeps one time")
}
