//! A small town served by the real program: the shipped plan, an open wave, a wave by invitation.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use chrono::TimeDelta;
use minyi::clock::Clock;
use minyi::config::load_or_create_key;
use minyi::db::{self, Db};
use minyi::fieldwork::store::{
    NewWave, find_receipt, find_wave, insert_wave, issue_invitations, record_draw,
};
use minyi::fieldwork::{AccessCode, HashKey, Mode, Receipt, SubmissionId};
use minyi::questionnaire;
use minyi::sampling::store::list_strata;
use minyi::sampling::{Allocation, SamplePlan, draw};
use minyi::simulation::City;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

const PLAN: &str = "harbin-2012-2014";
const QUESTIONNAIRE: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");

/// A complete form: what decides eligibility, and one opinion.
const ANSWERS: &str = "_variant=0&R01=3&R02=4&R03=230102&R11=4";

/// The town's files and its running program.
pub(crate) struct Town {
    pub(crate) db: Db,
    pub(crate) key: HashKey,
    pub(crate) codes: Vec<AccessCode>,
    folder: tempfile::TempDir,
    process: Child,
    address: String,
    client: Client,
}

/// What came back for a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Receipt(Receipt),
    Refused(StatusCode),
    /// No answer: whether it was taken in is not known.
    Nothing,
}

impl Town {
    /// Imports the shipped plan, opens both waves and starts the program.
    pub(crate) async fn found() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let imported = program(&folder, "import").output().unwrap();
        assert!(imported.status.success(), "{imported:?}");
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let path = |name: &str| -> PathBuf { folder.path().join(name) };
        let db = db::open(path("town.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let key = load_or_create_key(&path("town.key"), &mut rng).unwrap();
        let codes = open_waves(&db, &key, &mut rng).await;
        let (process, address) = start(&folder);
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self {
            db,
            key,
            codes,
            folder,
            process,
            address,
            client,
        }
    }

    /// Sends a form; `answers` are added to those every form has.
    pub(crate) async fn send(&self, path: &str, id: SubmissionId, answers: &str) -> Reply {
        let sent = self
            .client
            .post(format!("{}{path}", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("{ANSWERS}&_fill={id}{answers}"))
            .send()
            .await;
        let Ok(response) = sent else {
            return Reply::Nothing;
        };
        if response.status() != StatusCode::SEE_OTHER {
            return Reply::Refused(response.status());
        }
        let location = response.headers()[LOCATION].to_str().unwrap();
        let (_, receipt) = location.split_once("receipt=").unwrap();
        Reply::Receipt(Receipt::parse(receipt).unwrap())
    }

    /// Ends the program as a failing machine does: at once and without warning.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts the program again on the same files.
    pub(crate) fn restart(&mut self) {
        (self.process, self.address) = start(&self.folder);
    }

    /// How many questionnaires of a wave are held, mixed or not; nothing is mixed between the two counts.
    pub(crate) async fn held(&self, wave: &str) -> u64 {
        let txn = db::begin_write(&self.db).await.unwrap();
        let wave = find_wave(&txn, wave).await.unwrap().unwrap();
        let arrived = minyi::fieldwork::store::count_arrivals(&txn, wave.id)
            .await
            .unwrap();
        let mixed = minyi::results::store::list_responses(&txn, wave.id)
            .await
            .unwrap();
        arrived + mixed.len() as u64
    }

    /// Whether the database knows a receipt.
    pub(crate) async fn knows(&self, receipt: Receipt) -> bool {
        find_receipt(&self.db, &self.key, receipt).await.unwrap()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // The program may already have been killed by the test.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program(folder: &tempfile::TempDir, command: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_minyi"));
    program
        .arg(command)
        .arg("--database")
        .arg(folder.path().join("town.sqlite"))
        .arg("--key-file")
        .arg(folder.path().join("town.key"));
    program
}

/// Starts the program on a free port and waits until it says where it listens.
fn start(folder: &tempfile::TempDir) -> (Child, String) {
    let mut process = program(folder, "serve")
        .args(["--listen", "127.0.0.1:0"])
        .env("NO_COLOR", "1")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("listening on ")?.1.to_owned()))
        .expect("the program says where it listens");
    // Whatever else it says is read, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    (process, address)
}

async fn open_waves(db: &Db, key: &HashKey, rng: &mut ChaCha20Rng) -> Vec<AccessCode> {
    let questionnaire = questionnaire::read("residents.toml", QUESTIONNAIRE).questionnaire;
    let version = questionnaire.unwrap().version().to_string();
    let now = Clock::System.now();
    let wave = |slug: &str, mode| NewWave {
        slug: slug.to_owned(),
        plan: PLAN.to_owned(),
        version: version.clone(),
        mode,
        title: [("zh", "居民满意度调查")].into(),
        year: 2014,
        opens_at: now - TimeDelta::hours(1),
        closes_at: now + TimeDelta::days(1),
        header: None,
        contact: None,
        simulated: true,
    };
    let city = City::build(&list_strata(db, PLAN).await.unwrap(), 7);
    let plan = SamplePlan {
        households: 72,
        per_psu: 2,
        allocation: Allocation::Equal,
        seed: 7,
        shift: 0.0,
    };
    let sample = draw(city.frame(), &plan).unwrap();
    let txn = db::begin_write(db).await.unwrap();
    insert_wave(&txn, wave("open", Mode::Open)).await.unwrap();
    let invited = insert_wave(&txn, wave("invited", Mode::Probability))
        .await
        .unwrap();
    record_draw(&txn, &invited, city.frame(), &sample, now)
        .await
        .unwrap();
    let issued = issue_invitations(&txn, &invited, key, rng).await.unwrap();
    txn.commit().await.unwrap();
    issued
        .into_iter()
        .map(|invitation| invitation.code)
        .collect()
}
