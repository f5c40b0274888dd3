//! An opening that is ended at any moment is done again: nothing is lost, nothing is doubled, and no private key is left.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use fieldwork::store::{find_wave, list_sittings};
use fieldwork::{SealingKey, SubmissionId};
use futures_util::StreamExt;
use futures_util::stream;
use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use sea_orm::ConnectionTrait;

use crate::storage::setting;
use crate::town::{Reply, Town};

const FORMS: u64 = 1_500;

/// How many openings CI kills; `MINYI_TEST_KILLS` asks for more.
const KILLS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opening_that_is_killed_loses_nothing_and_doubles_nothing() {
    let kills = setting("MINYI_TEST_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    for town in Town::found_everywhere().await {
        let mut rng = ChaCha20Rng::seed_from_u64(50);
        fill(&town, &mut rng).await;
        town.close_after("open", FORMS).await;
        let kept = Kept::of(&town).await;
        let mut killed = 0;
        let mut longest = Duration::from_millis(300);
        // As long as nothing was committed the next one begins where this one did.
        for _ in 0..kills {
            let begun = Instant::now();
            let mut opener = opener(&town);
            std::thread::sleep(longest.mul_f64(rng.random()));
            opener.kill().unwrap();
            killed += usize::from(!opener.wait().unwrap().success());
            longest = longest
                .max(begun.elapsed().mul_f64(1.1))
                .min(Duration::from_secs(2));
            let (sealed, opened) = (town.held("open").await, town.opened("open").await as u64);
            assert_eq!(sealed, FORMS, "held once each, sealed or opened");
            assert!(
                opened == 0 || opened == FORMS,
                "{opened} of {FORMS} are opened"
            );
            if opened == FORMS {
                town.open("open");
                assert!(
                    kept.key_is_gone(&town),
                    "the private key outlives the opening"
                );
                kept.restore(&town).await;
            }
        }
        println!("{killed} of {kills} openings were killed on their way");
        assert!(killed > 0);
        town.open("open");
        assert_eq!(town.opened("open").await as u64, FORMS);
        assert!(kept.key_is_gone(&town));
    }
}

async fn fill(town: &Town, rng: &mut ChaCha20Rng) {
    let ids: Vec<SubmissionId> = (0..FORMS).map(|_| SubmissionId::draw(rng)).collect();
    let replies: Vec<Reply> = stream::iter(&ids)
        .map(|id| town.send("/s/open", *id, ""))
        .buffered(64)
        .collect()
        .await;
    assert!(
        replies
            .iter()
            .all(|reply| matches!(reply, Reply::Receipt(_)))
    );
}

fn opener(town: &Town) -> Child {
    let mut opener = town.opener("open");
    opener.stdout(Stdio::null()).stderr(Stdio::null());
    opener.spawn().unwrap()
}

/// The wave as it was before its first opening, so that one that came through can be undone, and the next one killed.
struct Kept {
    key: SealingKey,
    file: PathBuf,
    content: Vec<u8>,
}

impl Kept {
    async fn of(town: &Town) -> Self {
        let wave = find_wave(&town.db, "open").await.unwrap().unwrap();
        let key = list_sittings(&town.db, wave.id).await.unwrap()[0].key;
        let file = town.sealing().path().join(format!("{key}.key"));
        run(town, &["CREATE TABLE kept AS SELECT * FROM sealed_form"]).await;
        Self {
            key,
            content: std::fs::read(&file).unwrap(),
            file,
        }
    }

    fn key_is_gone(&self, town: &Town) -> bool {
        town.sealing().find(self.key).unwrap().is_none()
    }

    async fn restore(&self, town: &Town) {
        let mut file = std::fs::OpenOptions::new();
        file.write(true).create(true).truncate(true).mode(0o600);
        let mut file = file.open(&self.file).unwrap();
        file.write_all(&self.content).unwrap();
        let undo = [
            "DELETE FROM response",
            "INSERT INTO sealed_form SELECT * FROM kept",
            "UPDATE sitting SET opened_at = NULL",
        ];
        run(town, &undo).await;
    }
}

async fn run(town: &Town, statements: &[&str]) {
    let txn = db::begin_write(&town.db).await.unwrap();
    for statement in statements {
        txn.execute_unprepared(statement).await.unwrap();
    }
    txn.commit().await.unwrap();
}
