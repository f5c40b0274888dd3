//! A demonstration served on a free port of the loopback address, whose server can be stopped and started.

use accounts::second_factor::Rule;
use axum::Router;
use axum::response::Html;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use clock::Clock;
use db::Db;
use fieldwork::store::{NewWave, close_wave, count_returns, find_wave, insert_wave};
use fieldwork::{HashKey, Intake, KeyFolder, Mode};
use minyi::cli::demo::{self, Demonstration};

use questionnaire::store::{Library, save_version};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use web::KeptPage;
use web::letters::Finished;
use web::opening::Openings;
use web::release::Computations;
use web::{App, FileCache, FormCache, Site, router, server};

use crate::form::pause;

/// A questionnaire whose route changes with the answers.
const ROUTE: &[u8] = include_bytes!("route.toml");

/// A questionnaire that asks for dates.
const DATES: &[u8] = include_bytes!("../../surveys/examples/dates.toml");

/// What the journeys take place on.
pub(crate) struct Stage {
    /// Where it is served, as in `http://127.0.0.1:1234`.
    pub(crate) address: String,
    /// The database behind it.
    pub(crate) db: Db,
    /// The releases and what visitors may answer.
    pub(crate) demonstration: Demonstration,
    app: App,
    port: SocketAddr,
    server: Mutex<Option<Server>>,
    _folder: tempfile::TempDir,
}

/// A server that runs, and the word that ends it.
struct Server {
    end: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    fn start(listener: TcpListener, app: App) -> Self {
        let (end, ended) = oneshot::channel();
        let task = tokio::spawn(async {
            let end = async { ended.await.unwrap_or_default() };
            server::serve(
                listener,
                router(app, &tokio::runtime::Handle::current()),
                end,
            )
            .await
            .unwrap();
        });
        Self { end, task }
    }
}

impl Stage {
    /// Builds the demonstration and serves it until the process ends.
    pub(crate) async fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stage.sqlite");
        let db = db::open(path.to_str().unwrap()).await.unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = HashKey::draw(&mut rng);
        let sealing = KeyFolder::new(folder.path().join("stage.sealing"));
        let demonstration = demo::build(&db, &key, &sealing).await.unwrap();
        for (slug, file) in [("route", ROUTE), ("dates", DATES)] {
            open_wave(&db, &sealing, &demonstration.plan.id, slug, file).await;
        }
        let seals = ChaCha20Rng::seed_from_u64(2);
        let (intake, _) = Intake::start(db.clone(), key.clone(), Clock::System, seals);
        let app = App {
            db: db.clone(),
            intake,
            key,
            sealing,
            openings: Openings::default(),
            computations: Computations::default(),
            results: KeptPage::default(),
            letters: Finished::default(),
            forms: FormCache::default(),
            files: FileCache::default(),
            site: Site::default(),
            second_factor: Rule::Offered,
            clock: Clock::System,
            library: Library::new(db.clone()),
            randomness: Arc::new(Mutex::new(rng)),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap();
        Self {
            address: format!("http://{port}"),
            db,
            demonstration,
            server: Mutex::new(Some(Server::start(listener, app.clone()))),
            app,
            port,
            _folder: folder,
        }
    }

    /// The full address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// How many questionnaires of a wave have been taken in.
    pub(crate) async fn stored_responses(&self, wave: &str) -> u64 {
        let wave = find_wave(&self.db, wave).await.unwrap().unwrap();
        count_returns(&self.db, wave.id).await.unwrap()
    }

    /// Stops the server, as for an update.
    pub(crate) async fn stop(&self) {
        let server = self.server.lock().unwrap().take();
        let server = server.expect("the server runs");
        server.end.send(()).unwrap();
        server.task.await.unwrap();
    }

    /// Starts it again where it was, unless it runs.
    pub(crate) async fn start(&self) {
        if self.server.lock().unwrap().is_some() {
            return;
        }
        let listener = loop {
            match TcpListener::bind(self.port).await {
                Ok(listener) => break listener,
                // Some connection of another program has the port for a moment.
                Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => pause(100).await,
                Err(error) => panic!("{error}"),
            }
        };
        let server = Server::start(listener, self.app.clone());
        *self.server.lock().unwrap() = Some(server);
    }

    /// Opens a wave of the bus survey under another address.
    pub(crate) async fn open_route(&self, slug: &str) {
        let plan = &self.demonstration.plan.id;
        open_wave(&self.db, &self.app.sealing, plan, slug, ROUTE).await;
    }

    /// Closes a wave.
    pub(crate) async fn close(&self, slug: &str) {
        let wave = find_wave(&self.db, slug).await.unwrap().unwrap();
        assert!(
            close_wave(&self.db, wave.id, Clock::System.now())
                .await
                .unwrap()
        );
    }

    /// A firewall in the place of the server, whose page answers whatever is asked for, until it is aborted.
    pub(crate) async fn firewall(&self) -> JoinHandle<()> {
        let listener = TcpListener::bind(self.port).await.unwrap();
        let page = || async { Html("<main id=\"main\"><h1>Blocked</h1></main>") };
        let app = Router::new().fallback(page);
        tokio::spawn(async { axum::serve(listener, app).await.unwrap() })
    }
}

/// Opens a wave of a questionnaire to everybody, under the questionnaire's own title.
async fn open_wave(db: &Db, sealing: &KeyFolder, plan: &str, slug: &str, file: &[u8]) {
    let reading = format::read(slug, file);
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let now = Clock::System.now();
    let txn = db::begin_write(db).await.unwrap();
    let questionnaire = reading.questionnaire.unwrap();
    let version = save_version(&txn, Some(plan), &questionnaire, now)
        .await
        .unwrap();
    let closes_at = now + TimeDelta::days(30);
    let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
    let wave = NewWave {
        slug: slug.into(),
        plan: plan.into(),
        version: version.to_string(),
        mode: Mode::Open,
        title: questionnaire.title,
        year: 2014,
        opens_at: now - TimeDelta::days(1),
        closes_at,
        header: None,
        contact: None,
        complaints: None,
        simulated: true,
        sittings: sealing.one_sitting(closes_at, &mut rng).unwrap(),
    };
    insert_wave(&txn, wave).await.unwrap();
    txn.commit().await.unwrap();
}
