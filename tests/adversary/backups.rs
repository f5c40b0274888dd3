//! Whoever has the backups of every night, and the database after the opening.
//!
//! From one night to the next some codes are marked as returned. Had their answers been written then, too, the PSU would tell
//! for most of them which are whose. But all responses appear at once, when the wave is opened.

use std::collections::{BTreeMap, BTreeSet};

use db::Db;
use fieldwork::store::find_wave;
use fieldwork::store::list_sittings;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use rand::seq::SliceRandom;
use sea_orm::ConnectionTrait;

use crate::people::{self, Truth};
use crate::town::Town;

/// Residents who answer from one backup to the next.
const A_DAY: usize = 6;

/// What a backup holds: the codes that have returned, and the responses with their PSU.
struct Backup {
    returned: BTreeSet<String>,
    responses: BTreeSet<(String, String)>,
}

impl Backup {
    async fn of(db: &Db, responses: &str) -> Self {
        let returned = "SELECT code_hash, code_hash FROM invitation WHERE returned";
        let returned = people::pairs(db, returned).await.into_iter();
        let responses =
            format!("SELECT psu, CAST(answers AS text) FROM {responses} WHERE psu IS NOT NULL");
        Self {
            returned: returned.map(|(code, _)| code).collect(),
            responses: people::pairs(db, &responses).await.into_iter().collect(),
        }
    }
}

#[tokio::test]
async fn backups_do_not_tell_whose_answers_came_in_between() {
    for mut town in Town::found_everywhere().await {
        let mut codes = std::mem::take(&mut town.codes);
        codes.shuffle(&mut ChaCha20Rng::seed_from_u64(rand::random()));
        let control = "CREATE TABLE control_response (psu text, answers text)";
        run(&town.db, &[control.to_owned()]).await;
        let mut truth = Truth::new();
        let (mut nights, mut control_nights) = (Vec::new(), Vec::new());
        for day in codes.chunks(A_DAY) {
            town.codes = day.to_vec();
            let today = people::answer_from(&town, truth.len()).await;
            let psus = people::psus(&town.db).await;
            let kept = today.iter().map(|(code, number)| {
                let (psu, answers) = (&psus[code], people::stored(*number));
                format!("INSERT INTO control_response VALUES ('{psu}', '{answers}')")
            });
            run(&town.db, &kept.collect::<Vec<_>>()).await;
            truth.extend(today);
            nights.push(Backup::of(&town.db, "response").await);
            control_nights.push(Backup::of(&town.db, "control_response").await);
        }
        let all = truth.len();
        // The last night before the close.
        nights.pop();
        town.close_after("invited", all as u64).await;
        let wave = find_wave(&town.db, "invited").await.unwrap().unwrap();
        let sittings = list_sittings(&town.db, wave.id).await.unwrap();
        town.open("invited");
        assert!(town.sealing().find(sittings[0].key).unwrap().is_none());
        nights.push(Backup::of(&town.db, "response").await);

        let psus = people::psus(&town.db).await;
        let kept = joined(&nights, &psus, &truth);
        // In the control PSUs are as they were before the close.
        let control = joined(&control_nights, &unmerged(&town.db).await, &truth);
        println!("joined for certain from backups: {kept:?} of {all}; control: {control:?}");
        assert!(
            control.0 * 2 > all && control.0 == control.1,
            "a blind adversary"
        );
        assert_eq!(kept, (0, 0));
    }
}

/// Right and made: for one code of a PSU that has returned since the night before, the one response that has appeared there.
fn joined(nights: &[Backup], psus: &BTreeMap<String, String>, truth: &Truth) -> (usize, usize) {
    let (mut right, mut made) = (0, 0);
    let mut before = &Backup {
        returned: BTreeSet::new(),
        responses: BTreeSet::new(),
    };
    for night in nights {
        let mut returned: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for code in night.returned.difference(&before.returned) {
            returned.entry(&psus[code]).or_default().push(code);
        }
        let mut appeared: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (psu, answers) in night.responses.difference(&before.responses) {
            appeared.entry(psu).or_default().push(answers);
        }
        for (psu, codes) in returned {
            if let ([code], Some([answers])) = (&codes[..], appeared.get(psu).map(|all| &all[..])) {
                made += 1;
                let number = people::read(&people::parse(answers));
                right += usize::from(number == truth.get(*code).copied());
            }
        }
        before = night;
    }
    (right, made)
}

/// The PSU each invitation was drawn in.
async fn unmerged(db: &Db) -> BTreeMap<String, String> {
    let sql = "SELECT i.code_hash, p.code FROM invitation i \
               JOIN sample_case c ON c.id = i.case_id JOIN drawn_psu p ON p.id = c.drawn_psu_id";
    people::pairs(db, sql).await.into_iter().collect()
}

async fn run(db: &Db, statements: &[String]) {
    let txn = db::begin_write(db).await.unwrap();
    for statement in statements {
        txn.execute_unprepared(statement).await.unwrap();
    }
    txn.commit().await.unwrap();
}
