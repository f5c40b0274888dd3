//! A small town served by the real program: the shipped plan, an open wave, a wave by invitation.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use clock::Clock;
use db::Db;
use fieldwork::store::{
    Maker, NewWave, close_wave, find_receipt, find_wave, insert_wave, issue_mailing, record_draw,
};
use fieldwork::{AccessCode, HashKey, KeyFolder, Mode, Occasion, Receipt, SubmissionId};
use minyi::cli::config::load_or_create_key;

use plan::store::last_edition;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use results::registration::store::register;
use sampling::store::list_strata;
use sampling::{Allocation, SamplePlan, draw};
use sea_orm::{ConnectionTrait, Statement};
use simulation::City;

use crate::storage::Storage;

const PLAN: &str = "harbin-2012-2014";
const QUESTIONNAIRE: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");

/// A complete form: what decides eligibility, and one opinion.
const ANSWERS: &str = "_variant=0&R01=3&R02=4&R03=230102&R11=4";

/// The town's files and its running program.
pub(crate) struct Town {
    pub(crate) db: Db,
    pub(crate) key: HashKey,
    pub(crate) codes: Vec<AccessCode>,
    storage: Storage,
    /// What the program is started with.
    environment: Vec<(&'static str, PathBuf)>,
    processes: Vec<Process>,
    turn: AtomicUsize,
    client: Client,
}

/// The program, running.
struct Process {
    child: Child,
    address: String,
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
    /// A town whose data lie in an SQLite file.
    pub(crate) async fn found() -> Self {
        Self::found_in(Storage::file(), |_| Vec::new()).await
    }

    /// The same town in an SQLite file and, where there is a server, in PostgreSQL.
    pub(crate) async fn found_everywhere() -> Vec<Self> {
        let mut towns = vec![Self::found().await];
        if let Some(storage) = Storage::server().await {
            towns.push(Self::found_in(storage, |_| Vec::new()).await);
        }
        towns
    }

    /// Imports the shipped plan, opens both waves, one to 72 households, and starts the program.
    pub(crate) async fn found_in(
        storage: Storage,
        environment: impl FnOnce(&Path) -> Vec<(&'static str, PathBuf)>,
    ) -> Self {
        Self::found_with(storage, environment, 72).await
    }

    /// The same with an invitation for so many households.
    pub(crate) async fn found_with(
        storage: Storage,
        environment: impl FnOnce(&Path) -> Vec<(&'static str, PathBuf)>,
        households: u64,
    ) -> Self {
        let imported = program(&storage, "import").output().unwrap();
        assert!(imported.status.success(), "{imported:?}");
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let db = db::open(&storage.database).await.unwrap();
        let key = load_or_create_key(&storage.key_file, &mut rng).unwrap();
        let codes = open_waves(&db, &key, &storage.sealing(), households, &mut rng).await;
        let environment = environment(Path::new(&storage.database));
        let processes = vec![start(&storage, &environment)];
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(Duration::from_mins(1));
        let client = client.build().unwrap();
        Self {
            db,
            key,
            codes,
            storage,
            environment,
            processes,
            turn: AtomicUsize::new(0),
            client,
        }
    }

    /// Starts the program once more on the same data; forms go to both in turn.
    pub(crate) fn grow(&mut self) {
        self.processes.push(start(&self.storage, &self.environment));
    }

    /// Sends a form; `answers` are added to those every form has.
    pub(crate) async fn send(&self, path: &str, id: SubmissionId, answers: &str) -> Reply {
        let Ok(response) = self.post(path, id, answers).await else {
            return Reply::Nothing;
        };
        if response.status() != StatusCode::SEE_OTHER {
            return Reply::Refused(response.status());
        }
        let location = response.headers()[LOCATION].to_str().unwrap();
        let (_, receipt) = location.split_once("receipt=").unwrap();
        Reply::Receipt(Receipt::parse(receipt).unwrap())
    }

    /// Sends a form, for whoever wants to read the page that comes back.
    pub(crate) async fn post(
        &self,
        path: &str,
        id: SubmissionId,
        answers: &str,
    ) -> reqwest::Result<Response> {
        self.client
            .post(format!("{}{path}", self.address()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("{ANSWERS}&_fill={id}{answers}"))
            .send()
            .await
    }

    /// How a page answers; none where nobody answers.
    pub(crate) async fn status(&self, path: &str) -> Option<StatusCode> {
        let page = format!("{}{path}", self.address());
        let response = self.client.get(page).send().await.ok()?;
        Some(response.status())
    }

    fn address(&self) -> &str {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        &self.processes[turn % self.processes.len()].address
    }

    /// Host and port of the program.
    pub(crate) fn host(&self) -> &str {
        self.address().trim_start_matches("http://")
    }

    /// The SQLite file.
    pub(crate) fn file(&self) -> &Path {
        Path::new(&self.storage.database)
    }

    /// Whether the program has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.processes
            .iter_mut()
            .all(|process| process.child.try_wait().unwrap().is_some())
    }

    /// Asks the program to end, as an operator does, and waits until it has; whether it says that all is well.
    pub(crate) fn stop(&mut self) -> bool {
        for process in &mut self.processes {
            let id = process.child.id().to_string();
            // One that has ended by itself is past being asked.
            let _ = Command::new("kill").args(["-TERM", &id]).output().unwrap();
        }
        self.processes
            .iter_mut()
            .all(|process| process.child.wait().unwrap().success())
    }

    /// Ends the program as a failing machine does: at once and without warning.
    pub(crate) fn kill(&mut self) {
        for process in &mut self.processes {
            process.child.kill().unwrap();
            process.child.wait().unwrap();
        }
    }

    /// Starts the program again on the same data.
    pub(crate) fn restart(&mut self) {
        for process in &mut self.processes {
            *process = start(&self.storage, &self.environment);
        }
    }

    /// How many questionnaires of a wave are held, sealed or opened. One statement, since each sees the data of one
    /// moment only within itself: between two of them the wave may be opened, and would count twice.
    pub(crate) async fn held(&self, wave: &str) -> u64 {
        let wave = find_wave(&self.db, wave).await.unwrap().unwrap().id.0;
        let statement = format!(
            "SELECT (SELECT count(*) FROM sealed_form WHERE wave_id = {wave}) \
             + (SELECT count(*) FROM response WHERE wave_id = {wave})"
        );
        let backend = self.db.get_database_backend();
        let row = self
            .db
            .query_one_raw(Statement::from_string(backend, statement))
            .await
            .unwrap()
            .unwrap();
        u64::try_from(row.try_get_by_index::<i64>(0).unwrap()).unwrap()
    }

    /// How many questionnaires of a wave are opened.
    pub(crate) async fn opened(&self, wave: &str) -> usize {
        let wave = find_wave(&self.db, wave).await.unwrap().unwrap();
        let opened = results::store::list_responses(&self.db, wave.id).await;
        opened.unwrap().len()
    }

    /// Opens what a closed wave has sealed, by the program, as an operator does.
    pub(crate) fn open(&self, wave: &str) {
        let output = self.opener(wave).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// Where the private keys of sittings lie.
    pub(crate) fn sealing(&self) -> KeyFolder {
        self.storage.sealing()
    }

    /// The program that opens a wave.
    pub(crate) fn opener(&self, wave: &str) -> Command {
        self.program("open", wave)
    }

    /// A command of the program for a wave.
    pub(crate) fn program(&self, command: &str, wave: &str) -> Command {
        let mut program = program(&self.storage, command);
        program.arg(wave);
        program
    }

    /// Closes a wave once this many questionnaires of it are held.
    pub(crate) async fn close_after(&self, slug: &str, held: u64) {
        while self.held(slug).await < held {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let wave = find_wave(&self.db, slug).await.unwrap().unwrap();
        close_wave(&self.db, wave.id, Clock::System.now())
            .await
            .unwrap();
    }

    /// Whether the database knows a receipt.
    pub(crate) async fn knows(&self, receipt: Receipt) -> bool {
        find_receipt(&self.db, &self.key, receipt).await.unwrap()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // It may already have been killed by the test.
            let _ = process.child.kill();
            let _ = process.child.wait();
        }
    }
}

fn program(storage: &Storage, command: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_minyi"));
    program
        .arg(command)
        .arg("--database")
        .arg(&storage.database)
        .arg("--key-file")
        .arg(&storage.key_file);
    program
}

/// Starts the program on a free port and waits until it says where it listens.
fn start(storage: &Storage, environment: &[(&'static str, PathBuf)]) -> Process {
    let mut child = program(storage, "serve")
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .args(["--listen", "127.0.0.1:0"])
        .env("NO_COLOR", "1")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let address = address_of(&mut child);
    Process { child, address }
}

/// Where a program that serves says that it listens.
pub(crate) fn address_of(program: &mut Child) -> String {
    let mut lines = BufReader::new(program.stderr.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("listening on ")?.1.to_owned()))
        .expect("the program says where it listens");
    // Whatever else it says is read, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    address
}

async fn open_waves(
    db: &Db,
    key: &HashKey,
    sealing: &KeyFolder,
    households: u64,
    rng: &mut ChaCha20Rng,
) -> Vec<AccessCode> {
    let questionnaire = format::read("residents.toml", QUESTIONNAIRE).questionnaire;
    let version = questionnaire.unwrap().version().to_string();
    let now = Clock::System.now();
    let closes_at = now + TimeDelta::days(1);
    let mut keys = ChaCha20Rng::from_rng(rng);
    let mut wave = |slug: &str, mode| NewWave {
        slug: slug.to_owned(),
        plan: PLAN.to_owned(),
        version: version.clone(),
        mode,
        title: [("zh", "居民满意度调查")].into(),
        year: 2014,
        opens_at: now - TimeDelta::hours(1),
        closes_at,
        header: None,
        contact: None,
        complaints: None,
        simulated: true,
        sittings: sealing.one_sitting(closes_at, &mut keys).unwrap(),
    };
    let edition = last_edition(db, PLAN).await.unwrap().unwrap();
    let city = City::build(&list_strata(db, &edition).await.unwrap(), 7);
    let plan = SamplePlan {
        households,
        per_psu: households / 36,
        allocation: Allocation::Equal,
        method: sampling::Method::Systematic,
        minimum_psus: None,
        seed: 7,
        shift: 0.0,
        reserve: None,
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
    register(&txn, &invited, now, rng).await.unwrap();
    let maker = Maker {
        by: "tests",
        at: invited.opens_at,
    };
    let issued = issue_mailing(&txn, &invited, Occasion::Invitation, maker, key, rng);
    let issued = issued.await.unwrap().letters;
    txn.commit().await.unwrap();
    issued
        .into_iter()
        .map(|invitation| invitation.code)
        .collect()
}
