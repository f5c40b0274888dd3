//! Releases to read: those of a demonstration, as they lay in a database, put where the city's waves are.

use db::Document;
use results::Release;
use results::release::Results;
use results::store::{insert_amended_release, insert_release};

use crate::city::City;

const SAMPLE: &str = include_str!("../schemas/2/release_of_a_sample.json");
const AMENDED: &str = include_str!("../schemas/2/amended_release.json");
const OPEN_LINK: &str = include_str!("../schemas/2/release_of_an_open_link.json");

fn read(document: &str, wave: &str) -> Release {
    let release = Release::from_json(serde_json::from_str(document).unwrap()).unwrap();
    Release {
        wave: wave.to_owned(),
        ..release
    }
}

/// The release of a sample: its first indicator hides its second district, and is called by a formula.
pub(crate) fn sample(city: &City) -> Release {
    let mut release = read(SAMPLE, &city.invited.slug);
    let Results::Probability { indicators, .. } = &mut release.results else {
        panic!("a sample has indicators");
    };
    indicators[0].districts[1].figure = None;
    indicators[0].short = [("zh", "=1+1"), ("en", "=1+1")].into();
    release
}

/// The release of an open link: of its fourth table nothing is shown, though counts of it are there.
pub(crate) fn open_link(city: &City) -> Release {
    let mut release = read(OPEN_LINK, &city.open.slug);
    let Results::Open { tables } = &mut release.results else {
        panic!("an open link has counts");
    };
    tables[3].answered = None;
    tables[3].rows[0].count = Some(987_651);
    release
}

/// Publishes both, and an amended one of the sample.
pub(crate) async fn publish(city: &City) {
    let txn = db::begin_write(&city.db).await.unwrap();
    let (sample, open) = (sample(city), open_link(city));
    let amended = read(AMENDED, &city.invited.slug);
    let (first, second) = (sample.released_at, amended.released_at);
    insert_release(&txn, city.invited.id, &sample, first)
        .await
        .unwrap();
    insert_release(&txn, city.open.id, &open, open.released_at)
        .await
        .unwrap();
    insert_amended_release(&txn, city.invited.id, &amended, second)
        .await
        .unwrap();
    txn.commit().await.unwrap();
}
