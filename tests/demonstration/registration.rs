//! Bending a closed wave: by a plan imported after the close, and in the database.

use accounts::store::find_head;
use chrono::{DateTime, Utc};
use db::Db;
use fieldwork::store::{NewWave, find_wave, insert_wave};
use fieldwork::{KeyFolder, Mode, Wave};
use messages::Locale;
use minyi::cli::audit::verify;
use minyi::cli::import::import;
use minyi::cli::release::{release_amended, release_once};
use plan::verdict::Verdict;
use questionnaire::store::Library;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use results::registration::RegistrationNote;
use results::registration::store::{find_opening, find_registration, register_earlier_waves};
use results::release::{IndicatorResult, Judgement, Results};
use results::store::{find_amended_release, find_stored_release, load_inputs};
use results::{Inputs, Release, compute};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::fielded::{first, second};
use crate::release::faults;

/// What came of bending a demonstration, on its database.
pub(crate) struct Bent {
    /// The last yearly wave as it was released, and as it is computed after another plan was imported.
    before: Release,
    after: Release,
    /// Why it cannot be amended while nothing differs.
    unchanged: String,
    /// Its amended release, as it is stored.
    amended: Release,
    /// Why it is not released again.
    again: String,
    /// What is said of changes in the database, by what was changed.
    refused: Vec<(&'static str, String)>,
    /// What was registered of a wave of a version before registrations, and why a later one cannot be released.
    late: RegistrationNote,
    unregistered: String,
    /// What is found by holding log and releases together, by what was done to them.
    verified: Vec<(&'static str, Vec<String>)>,
}

const WAVE: &str = "residents-2014";

/// The indicator whose target is lowered: about 84 % are satisfied.
const LOWERED: &str = "sat-gov-integrity";

/// Statements that change what a release rests on, and those that change it back.
const FORGERIES: [(&str, &str, &str); 4] = [
    (
        "base_weight",
        "UPDATE drawn_psu SET base_weight = base_weight * 2",
        "UPDATE drawn_psu SET base_weight = base_weight / 2",
    ),
    (
        "frame",
        "UPDATE draw SET frame_hash = 'x' || frame_hash",
        "UPDATE draw SET frame_hash = SUBSTR(frame_hash, 2)",
    ),
    (
        "year",
        "UPDATE wave SET year = 2013 WHERE slug = 'residents-2014'",
        "UPDATE wave SET year = 2014 WHERE slug = 'residents-2014'",
    ),
    (
        "simulated",
        "UPDATE wave SET simulated = NOT simulated WHERE slug = 'residents-2014'",
        "UPDATE wave SET simulated = NOT simulated WHERE slug = 'residents-2014'",
    ),
];

/// Statements that change what was released, and those that change it back.
const BENT_RELEASES: [(&str, &str, &str); 2] = [
    (
        "a release with the content of another",
        "UPDATE release SET content = (SELECT content FROM kept_release WHERE id = 1) WHERE id = 2",
        "UPDATE release SET content = (SELECT content FROM kept_release WHERE id = 2) WHERE id = 2",
    ),
    (
        "an amended release that is gone",
        "DELETE FROM amended_release",
        "INSERT INTO amended_release SELECT * FROM kept_amended",
    ),
];

async fn write(db: &Db, sql: &str) {
    let txn = db::begin_write(db).await.unwrap();
    txn.execute_unprepared(sql).await.unwrap();
    txn.commit().await.unwrap();
}

fn computed(inputs: &Inputs, at: DateTime<Utc>) -> Release {
    compute(inputs, at).unwrap()
}

/// The shipped files with one target of 90 % lowered to 80 %.
fn lowered() -> Vec<(String, Vec<u8>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/harbin-2012-2014");
    let names = [
        "plan.toml",
        "frame.csv",
        "margins.toml",
        "residents.toml",
        "parents.toml",
        "window.toml",
    ];
    names
        .map(|name| {
            let mut content = std::fs::read_to_string(root.join(name)).unwrap();
            if name == "plan.toml" {
                let (before, after) = content.split_once(&format!("\"{LOWERED}\"")).unwrap();
                let after = after.replacen("value = 90, unit", "value = 80, unit", 1);
                content = format!("{before}\"{LOWERED}\"{after}");
            }
            (format!("p/{name}"), content.into_bytes())
        })
        .into()
}

pub(crate) async fn bend(db: &Db, sealing: &KeyFolder, yearly: &[(Inputs, Release)]) -> Bent {
    let before = yearly.last().unwrap().1.clone();
    let at = before.released_at;
    let wave = find_wave(db, WAVE).await.unwrap().unwrap();
    let unchanged = release_amended(db, &wave, "why", "who", at)
        .await
        .unwrap_err();
    import(db, lowered(), at, Locale::English).await.unwrap();
    let library = Library::new(db.clone());
    let inputs = load_inputs(db, &library, &wave).await.unwrap();
    let after = computed(&inputs, at);
    let reason = "the target was a typing error";
    release_amended(db, &wave, reason, "Wang Fang", at)
        .await
        .unwrap();
    let amended = find_amended_release(db, WAVE, 1, at)
        .await
        .unwrap()
        .unwrap();
    let again = release_once(db, &wave, at).await.unwrap_err();
    assert_eq!(
        find_stored_release(db, WAVE).await.unwrap().as_ref(),
        Some(&before)
    );
    let mut refused = Vec::new();
    for (what, forge, back) in FORGERIES {
        write(db, forge).await;
        let forged = find_wave(db, WAVE).await.unwrap().unwrap();
        let error = load_inputs(db, &library, &forged).await.unwrap_err();
        refused.push((what, error.to_string()));
        write(db, back).await;
    }
    load_inputs(db, &library, &wave).await.unwrap();
    let kept = find_registration(db, wave.id).await.unwrap().unwrap();
    let opening = find_opening(db, &wave, &kept).await.unwrap().unwrap();
    assert!(opening.opens(kept.registration.draw.as_ref().unwrap()));
    assert_eq!(opening.seed, minyi::cli::demo::SEED.to_string());
    let (late, unregistered) = late(db, sealing, &wave).await;
    let verified = Box::pin(bend_releases(db)).await;
    Bent {
        before,
        after,
        unchanged: unchanged.to_string(),
        amended,
        again: again.to_string(),
        refused,
        late,
        unregistered,
        verified,
    }
}

/// Holds log and releases together, as they are and as they were bent.
async fn bend_releases(db: &Db) -> Vec<(&'static str, Vec<String>)> {
    let head = find_head(db).await.unwrap().unwrap();
    let found = async |heads: &[String]| verify(db, heads).await.unwrap().faults;
    let mut verified = vec![
        ("nothing", found(&[head.link]).await),
        ("another head", found(&["0".repeat(64)]).await),
    ];
    for table in [
        "CREATE TABLE kept_release AS SELECT * FROM release",
        "CREATE TABLE kept_amended AS SELECT * FROM amended_release",
    ] {
        write(db, table).await;
    }
    for (what, bend, back) in BENT_RELEASES {
        write(db, bend).await;
        verified.push((what, found(&[]).await));
        write(db, back).await;
    }
    verified.push(("nothing any more", found(&[]).await));
    verified
}

/// Registers a wave as the first start after a migration does, and tries to release one that came after it.
async fn late(db: &Db, sealing: &KeyFolder, like: &Wave) -> (RegistrationNote, String) {
    let mut waves = Vec::new();
    let mut keys = ChaCha20Rng::seed_from_u64(5);
    for slug in ["old", "smuggled"] {
        let txn = db::begin_write(db).await.unwrap();
        let wave = NewWave {
            slug: slug.to_owned(),
            plan: like.plan.clone(),
            version: like.version.clone(),
            mode: Mode::Open,
            title: like.title.clone(),
            year: like.year,
            opens_at: like.opens_at,
            closes_at: like.closes_at,
            header: None,
            contact: None,
            complaints: None,
            simulated: true,
            sittings: sealing.one_sitting(like.closes_at, &mut keys).unwrap(),
        };
        waves.push(insert_wave(&txn, wave).await.unwrap());
        txn.commit().await.unwrap();
    }
    let fact = format!(
        "INSERT INTO installation VALUES ('waves-before-registration', '{}')",
        waves[0].id.0
    );
    write(db, &fact).await;
    for expected in [&["old".to_owned()][..], &[]] {
        let txn = db::begin_write(db).await.unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(4);
        let registered = register_earlier_waves(&txn, like.closes_at, &mut rng);
        assert_eq!(registered.await.unwrap(), expected);
        txn.commit().await.unwrap();
    }
    let kept = find_registration(db, waves[0].id).await.unwrap().unwrap();
    let library = Library::new(db.clone());
    let unregistered = load_inputs(db, &library, &waves[1]).await.unwrap_err();
    (kept.note(), unregistered.to_string())
}

fn indicators(release: &Release) -> &[IndicatorResult] {
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("{WAVE} is a probability wave");
    };
    indicators
}

/// What is said of the indicator whose target is lowered.
fn lowered_of(indicators: &[IndicatorResult]) -> &IndicatorResult {
    let mut indicators = indicators.iter();
    indicators
        .find(|result| result.indicator.as_str() == LOWERED)
        .unwrap()
}

fn word(verdict: Verdict) -> Judgement {
    Judgement::Threshold {
        verdict,
        last: true,
    }
}

fn value(of: &impl serde::Serialize) -> Value {
    serde_json::to_value(of).unwrap()
}

async fn on_both_databases() -> [&'static Bent; 2] {
    [&first().await.bent, &second().await.bent]
}

#[tokio::test]
async fn a_target_lowered_after_the_close_changes_no_released_verdict() {
    for bent in on_both_databases().await {
        let faults = faults(&value(&bent.after), &value(&bent.before));
        assert!(faults.is_empty(), "{faults:#?}");
        let judged = lowered_of(indicators(&bent.after)).judgement;
        assert_eq!(judged, word(Verdict::NotMet));
        assert!(bent.again.contains("released already"), "{}", bent.again);
    }
}

#[tokio::test]
async fn an_amended_release_says_what_was_changed_beside_the_registered_verdict() {
    for bent in on_both_databases().await {
        assert!(
            bent.unchanged.contains("nothing differs"),
            "{}",
            bent.unchanged
        );
        let registered = lowered_of(indicators(&bent.before));
        let amendment = bent.amended.amendment.as_ref().unwrap();
        let target = format!("promises.{LOWERED}.target.value");
        let change = amendment
            .changes
            .iter()
            .find(|change| change.what == target);
        let change = change.unwrap();
        assert_eq!(
            (change.registered.as_deref(), change.now.as_deref()),
            (Some("90"), Some("80"))
        );
        let changed: Vec<&str> = (amendment.changes.iter())
            .map(|change| change.what.as_str())
            .collect();
        assert_eq!(changed, ["plan.edition", "plan.plan", &target]);
        assert_eq!(amendment.by, "Wang Fang");
        assert_eq!(amendment.reason, "the target was a typing error");
        let amended = lowered_of(indicators(&bent.amended));
        assert_eq!(amended.judgement, word(Verdict::Met));
        assert_eq!(
            faults(&value(&amended.rate), &value(&registered.rate)),
            [""; 0]
        );
        let beside = lowered_of(&amendment.registered);
        assert_eq!(beside.judgement, word(Verdict::NotMet));
        assert_eq!(faults(&value(beside), &value(registered)), [""; 0]);
        assert_eq!(bent.amended.registration, bent.before.registration);
    }
}

#[tokio::test]
async fn what_is_changed_in_the_database_stops_the_release_and_is_named() {
    for bent in on_both_databases().await {
        for ((_, said), named) in
            bent.refused
                .iter()
                .zip(["draw.sample", "draw.frame", "year", "simulated"])
        {
            assert!(said.contains("is not as it was registered"), "{said}");
            assert!(said.contains(&format!("\n{named}: ")), "{said}");
            assert_eq!(said.lines().count(), 2, "{said}");
        }
        assert_eq!(bent.refused.len(), FORGERIES.len());
    }
}

#[tokio::test]
async fn the_log_vouches_for_every_release() {
    for bent in on_both_databases().await {
        let expected = [
            ("nothing", None),
            ("another head", Some("no entry has the link 0000")),
            (
                "a release with the content of another",
                Some("is not as it was released"),
            ),
            (
                "an amended release that is gone",
                Some("the amended release 1 of wave residents-2014 is gone"),
            ),
            ("nothing any more", None),
        ];
        for ((what, faults), (named, said)) in bent.verified.iter().zip(expected) {
            assert_eq!(*what, named);
            assert_eq!(
                faults.len(),
                usize::from(said.is_some()),
                "{what}: {faults:?}"
            );
            let said = said.unwrap_or_default();
            assert!(
                faults.iter().all(|fault| fault.contains(said)),
                "{faults:?}"
            );
        }
        assert_eq!(bent.verified.len(), expected.len());
    }
}

#[tokio::test]
async fn waves_of_a_version_before_are_registered_late_and_say_so_and_no_others() {
    for bent in on_both_databases().await {
        assert!(bent.late.written_after_opening);
        assert!(
            bent.unregistered
                .contains("wave smuggled has no registration"),
            "{}",
            bent.unregistered
        );
    }
}

#[tokio::test]
async fn a_release_holds_the_registration_and_no_secret_of_the_draw() {
    for bent in on_both_databases().await {
        let note = bent.before.registration.as_ref().unwrap();
        assert_eq!(note.hash.len(), 64);
        assert!(!note.written_after_opening);
        let Results::Probability { method, .. } = &bent.before.results else {
            panic!("{WAVE} is a probability wave");
        };
        assert!(
            method.draw.contains("seed committed to as"),
            "{}",
            method.draw
        );
        // As a word of its own: a commitment in hexadecimal digits may hold these by chance.
        let seed = minyi::cli::demo::SEED.to_string();
        let mut words = method.draw.split(|sign: char| !sign.is_alphanumeric());
        assert!(words.all(|word| word != seed), "{}", method.draw);
    }
}
