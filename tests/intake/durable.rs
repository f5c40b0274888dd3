//! A receipt that was shown survives the end of the program at any moment.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::StreamExt;
use futures_util::stream;
use minyi::fieldwork::SubmissionId;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use crate::town::{Reply, Town};

const FORMS: usize = 1_000;
const AT_ONCE: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_receipt_shown_is_lost_and_none_counts_twice_when_the_program_is_killed() {
    let mut town = Town::found().await;
    let mut rng = ChaCha20Rng::seed_from_u64(1_000);
    let ids: Vec<SubmissionId> = (0..FORMS).map(|_| SubmissionId::draw(&mut rng)).collect();

    let shown = AtomicUsize::new(0);
    let sending = stream::iter(&ids)
        .map(|id| async {
            let reply = town.send("/s/open", *id, "").await;
            if matches!(reply, Reply::Receipt(_)) {
                shown.fetch_add(1, Ordering::Relaxed);
            }
            reply
        })
        .buffered(AT_ONCE);
    let mut sending = Box::pin(sending);
    let mut before = Vec::with_capacity(FORMS);
    while shown.load(Ordering::Relaxed) < FORMS / 2 {
        before.push(
            sending
                .next()
                .await
                .expect("half of the forms come before the end"),
        );
    }
    // The forms that wait for an answer right now are cut off with it.
    drop(sending);
    town.kill();
    let acknowledged = before
        .iter()
        .filter(|reply| matches!(reply, Reply::Receipt(_)))
        .count();
    assert!(acknowledged > 0 && acknowledged < FORMS);

    town.restart();
    for reply in &before {
        if let Reply::Receipt(receipt) = reply {
            assert!(
                town.knows(*receipt).await,
                "{receipt} was shown and is lost"
            );
        }
    }
    let after: Vec<Reply> = stream::iter(&ids)
        .map(|id| town.send("/s/open", *id, ""))
        .buffered(AT_ONCE)
        .collect()
        .await;
    for (first, second) in before.iter().zip(&after) {
        assert!(matches!(second, Reply::Receipt(_)), "{second:?}");
        assert!(!matches!(first, Reply::Receipt(_)) || first == second);
    }
    assert_eq!(town.held("open").await, FORMS as u64);
}
