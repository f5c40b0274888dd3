//! What clients remember of what they were promised, to be held against the database by a stranger to the program.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fieldwork::{Receipt, SubmissionId};
use futures_util::future::join_all;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use crate::town::{Reply, Town};

/// How many clients send at a time.
const CLIENTS: usize = 16;

/// Reads a file with the system's own SQLite: how many of the given keys and receipts it holds not exactly once, and
/// whether there are as many questionnaires as receipts.
const STRANGER: &str = r#"
import json, sqlite3, sys
file, given = sys.argv[1], json.load(sys.stdin)
db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",), "damaged"
held = {}
for table in ("sealed_form", "response"):
    for (key,) in db.execute(f"SELECT key FROM {table}"):
        held[key] = held.get(key, 0) + 1
receipts = {hash for (hash,) in db.execute("SELECT hash FROM receipt")}
wrong = [key for key in given["keys"] if held.get(key) != 1] + [hash for hash in given["receipts"] if hash not in receipts]
if max(held.values(), default=1) > 1 or len(held) != len(receipts):
    wrong.append(f"{sum(held.values())} questionnaires, {len(receipts)} receipts")
print(json.dumps(wrong[:3] + [f"{len(wrong)} in all"] if wrong else []))
"#;

/// What was acknowledged.
pub(super) struct Ledger {
    rng: ChaCha20Rng,
    acknowledged: Vec<(SubmissionId, Receipt)>,
    /// How many of them have been asked for.
    looked_up: usize,
}

/// What came of sending for a while.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) refused: usize,
    pub(super) slowest: Duration,
}

impl Ledger {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            rng: ChaCha20Rng::seed_from_u64(seed),
            acknowledged: Vec::new(),
            looked_up: 0,
        }
    }

    /// A form nobody has sent.
    pub(super) fn draw(&mut self) -> SubmissionId {
        SubmissionId::draw(&mut self.rng)
    }

    pub(super) fn acknowledge(&mut self, id: SubmissionId, receipt: Receipt) {
        self.acknowledged.push((id, receipt));
    }

    pub(super) fn acknowledged(&self) -> &[(SubmissionId, Receipt)] {
        &self.acknowledged
    }

    pub(super) fn len(&self) -> usize {
        self.acknowledged.len()
    }

    /// Several clients send form after form.
    pub(super) async fn send_for(&mut self, town: &Town, time: Duration) -> Sent {
        let begun = Instant::now();
        let clients = (0..CLIENTS).map(|_| {
            let mut rng = ChaCha20Rng::from_rng(&mut self.rng);
            async move {
                let mut replies = Vec::new();
                while begun.elapsed() < time {
                    let id = SubmissionId::draw(&mut rng);
                    let sent = Instant::now();
                    let reply = town.send("/s/open", id, "").await;
                    replies.push((id, reply, sent.elapsed()));
                    if !matches!(reply, Reply::Receipt(_)) {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                }
                replies
            }
        });
        let replies = join_all(clients.collect::<Vec<_>>()).await;
        let mut sent = Sent::default();
        for (id, reply, took) in replies.into_iter().flatten() {
            let acknowledged = self.note(id, reply);
            sent.refused += usize::from(!acknowledged);
            sent.slowest = sent.slowest.max(took);
        }
        sent
    }

    /// Every receipt that has come since this was last asked is known to the database.
    pub(super) async fn is_kept_by(&mut self, town: &Town, what: &str) {
        for (_, receipt) in &self.acknowledged[self.looked_up..] {
            assert!(
                town.knows(*receipt).await,
                "{what}: {receipt} was shown and is lost"
            );
        }
        self.looked_up = self.acknowledged.len();
    }

    /// The database file alone, without the log beside it, holds everything acknowledged exactly once, as the system's
    /// own SQLite reads it.
    pub(super) fn is_in_the_file_alone(&self, town: &Town) {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("alone.sqlite");
        std::fs::copy(town.file(), &copy).unwrap();
        assert_eq!(self.missing_from(town, &copy), Vec::<String>::new());
    }

    fn missing_from(&self, town: &Town, file: &Path) -> Vec<String> {
        let pairs = self.acknowledged.iter();
        let (keys, receipts): (Vec<_>, Vec<_>) = pairs
            .map(|(id, receipt)| (town.key.of_submission(*id), town.key.of_receipt(*receipt)))
            .unzip();
        let given = serde_json::json!({ "keys": keys, "receipts": receipts });
        let mut stranger = Command::new("python3")
            .args(["-c", STRANGER])
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 brings a SQLite that is not ours");
        let mut input = stranger.stdin.take().unwrap();
        input.write_all(given.to_string().as_bytes()).unwrap();
        drop(input);
        let output = stranger.wait_with_output().unwrap();
        assert!(output.status.success());
        serde_json::from_slice(&output.stdout).unwrap()
    }
}
