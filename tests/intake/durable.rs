//! A receipt that was shown survives the end of the program at any moment.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use fieldwork::SubmissionId;
use futures_util::StreamExt;
use futures_util::stream;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use reqwest::StatusCode;

use crate::town::{Reply, Town};

const FORMS: usize = 1_000;
const AT_ONCE: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_receipt_shown_is_lost_and_none_counts_twice_when_the_program_is_killed() {
    for town in Town::found_everywhere().await {
        is_killed_halfway(town).await;
    }
}

async fn is_killed_halfway(mut town: Town) {
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

/// Whatever a process acknowledged while another was closing the wave is counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_while_the_wave_closes_counts() {
    for mut town in Town::found_everywhere().await {
        town.grow();
        let mut rng = ChaCha20Rng::seed_from_u64(1_001);
        // Forms come until the first of them is told that it is over.
        let over = AtomicBool::new(false);
        let ids = std::iter::repeat_with(|| SubmissionId::draw(&mut rng));
        let sending = stream::iter(ids.take_while(|_| !over.load(Ordering::Relaxed)))
            .map(|id| {
                let (town, over) = (&town, &over);
                async move {
                    let reply = town.send("/s/open", id, "").await;
                    over.fetch_or(!matches!(reply, Reply::Receipt(_)), Ordering::Relaxed);
                    reply
                }
            })
            .buffered(AT_ONCE)
            .collect::<Vec<Reply>>();
        let (replies, ()) = tokio::join!(sending, town.close_after("open", 100));
        let acknowledged = replies
            .iter()
            .filter(|reply| matches!(reply, Reply::Receipt(_)))
            .count();
        assert!(acknowledged >= 100, "{acknowledged}");
        let refused = |reply: &Reply| *reply == Reply::Refused(StatusCode::GONE);
        assert!(replies.iter().any(refused), "{replies:?}");
        town.open("open");
        assert_eq!(town.opened("open").await, acknowledged);
    }
}
