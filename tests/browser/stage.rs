//! A demonstration served on a free port of the loopback address.

use std::sync::{Arc, Mutex};

use minyi::cli::demo::{self, Demonstration};
use minyi::clock::Clock;
use minyi::db::{self, Db};
use minyi::fieldwork::{HashKey, Intake};
use minyi::questionnaire::store::Library;
use minyi::web::{App, router, server};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use tokio::net::TcpListener;

/// What the journeys take place on.
pub(crate) struct Stage {
    /// Where it is served, as in `http://127.0.0.1:1234`.
    pub(crate) address: String,
    /// The database behind it.
    pub(crate) db: Db,
    /// The releases and what visitors may answer.
    pub(crate) demonstration: Demonstration,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// Builds the demonstration and serves it until the process ends.
    pub(crate) async fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stage.sqlite");
        let db = db::open(path.to_str().unwrap()).await.unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = HashKey::draw(&mut rng);
        let demonstration = demo::build(&db, &key).await.unwrap();
        let mixing = ChaCha20Rng::seed_from_u64(2);
        let (intake, _) = Intake::start(db.clone(), key.clone(), Clock::System, mixing);
        let app = App {
            db: db.clone(),
            intake,
            key,
            clock: Clock::System,
            library: Library::new(db.clone()),
            randomness: Arc::new(Mutex::new(rng)),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(server::serve(listener, router(app), std::future::pending()));
        Self {
            address,
            db,
            demonstration,
            _folder: folder,
        }
    }

    /// The full address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// How many questionnaires of a wave have been taken in.
    pub(crate) async fn taken_in(&self, wave: &str) -> u64 {
        use minyi::fieldwork::store::{count_arrivals, find_wave};
        let wave = find_wave(&self.db, wave).await.unwrap().unwrap();
        count_arrivals(&self.db, wave.id).await.unwrap()
    }
}
