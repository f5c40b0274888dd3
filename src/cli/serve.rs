//! `minyi serve`: the forms and the results, until the process is told to end.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use anyhow::Context;
use clap::Args;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::clock::Clock;
use crate::config::{self, ListenArgs, StorageArgs};
use crate::db::{self, Db};
use crate::fieldwork::{HashKey, Intake, keeper, store};
use crate::questionnaire::store::Library;
use crate::web::{App, router, server};

/// Where the database is and where to listen.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    storage: StorageArgs,
    #[command(flatten)]
    listen: ListenArgs,
}

pub(super) async fn run(args: ServeArgs) -> anyhow::Result<()> {
    let (db, key) = open(&args.storage).await?;
    serve(db, key, &args.listen, |address| {
        tracing::info!("listening on http://{address}");
    })
    .await
}

/// Opens the database and makes sure that the key is the one its hashes were made with.
pub(super) async fn open(storage: &StorageArgs) -> anyhow::Result<(Db, HashKey)> {
    let mut rng = config::system_randomness()?;
    let db = db::open(&storage.database)
        .await
        .with_context(|| format!("the database {}", storage.database))?;
    let key = config::load_or_create_key(&storage.key_file, &mut rng)?;
    anyhow::ensure!(
        store::recognise_key(&db, &key).await?,
        "{} is not the key of this database: codes and receipts would be unknown; give the file that belongs to it with --key-file",
        storage.key_file.display()
    );
    Ok((db, key))
}

/// Serves until an interrupt or a request to end, then lets what is under way finish.
pub(super) async fn serve(
    db: Db,
    key: HashKey,
    listen: &ListenArgs,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let mut rng = config::system_randomness()?;
    let clock = Clock::System;
    let listener = TcpListener::bind(listen.listen)
        .await
        .with_context(|| format!("cannot listen on {}", listen.listen))?;
    let address = listener.local_addr()?;
    let (intake, writer) = Intake::start(
        db.clone(),
        key.clone(),
        clock.clone(),
        ChaCha20Rng::from_rng(&mut rng),
    );
    let keeper = tokio::spawn(keeper::keep(
        db.clone(),
        clock.clone(),
        ChaCha20Rng::from_rng(&mut rng),
    ));
    let app = App {
        library: Library::new(db.clone()),
        randomness: Arc::new(Mutex::new(rng)),
        db,
        intake,
        key,
        clock,
    };
    let mut terminate = signal(SignalKind::terminate())?;
    ready(address);
    server::serve(listener, router(app), async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    })
    .await?;
    keeper.abort();
    writer.await.context("the intake ended badly")
}
