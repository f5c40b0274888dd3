//! The demonstration, fielded once per database for all tests.

use fieldwork::Mode;
use fieldwork::store::find_wave;
use minyi::cli::config::load_or_create_key;
use minyi::cli::demo::{self, Demonstration};
use questionnaire::store::Library;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use results::store::{find_stored_release, load_inputs};
use results::{Inputs, Release};
use tokio::sync::OnceCell;

use crate::registration::{Bent, bend};
use crate::storage::Storage;

/// A demonstration with what is stored of its yearly waves.
pub(crate) struct Fielded {
    /// What is known beside the database.
    pub(crate) demonstration: Demonstration,
    /// The yearly waves as they are read from the database, the oldest first.
    pub(crate) yearly: Vec<(Inputs, Release)>,
    /// Where the database is.
    pub(crate) storage: Storage,
    /// What came of bending it.
    pub(crate) bent: Bent,
}

/// In an SQLite file.
pub(crate) async fn first() -> &'static Fielded {
    static FIRST: OnceCell<Fielded> = OnceCell::const_new();
    FIRST.get_or_init(|| Box::pin(field(Storage::file()))).await
}

/// Once more: on the PostgreSQL server where there is one, else in another file.
pub(crate) async fn second() -> &'static Fielded {
    static SECOND: OnceCell<Fielded> = OnceCell::const_new();
    let again =
        async || Box::pin(field(Storage::server().await.unwrap_or_else(Storage::file))).await;
    SECOND.get_or_init(|| Box::pin(again())).await
}

async fn field(storage: Storage) -> Fielded {
    let db = db::open(&storage.database).await.unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let key = load_or_create_key(&storage.key_file, &mut rng).unwrap();
    let demonstration = demo::build(&db, &key, &storage.sealing()).await.unwrap();
    let library = Library::new(db.clone());
    let mut yearly = Vec::new();
    for release in &demonstration.releases {
        if release.mode == Mode::Probability {
            let wave = find_wave(&db, &release.wave).await.unwrap().unwrap();
            let inputs = load_inputs(&db, &library, &wave).await.unwrap();
            let stored = find_stored_release(&db, &release.wave)
                .await
                .unwrap()
                .unwrap();
            yearly.push((inputs, stored));
        }
    }
    let bent = bend(&db, &storage.sealing(), &yearly).await;
    Fielded {
        demonstration,
        yearly,
        storage,
        bent,
    }
}
