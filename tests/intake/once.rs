//! Exactly once, whatever is sent at the same time and however often.

use futures_util::future::join_all;
use minyi::fieldwork::SubmissionId;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use reqwest::StatusCode;

use crate::town::{Reply, Town};

#[tokio::test]
async fn of_sixty_four_forms_sent_at_once_under_one_code_exactly_one_counts() {
    let town = Town::found().await;
    let path = format!("/i/{}", town.codes[0]);
    let mut rng = ChaCha20Rng::seed_from_u64(64);
    let ids: Vec<SubmissionId> = (0..64).map(|_| SubmissionId::draw(&mut rng)).collect();
    let replies = join_all(ids.iter().map(|id| town.send(&path, *id, ""))).await;
    let receipts = replies
        .iter()
        .filter(|reply| matches!(reply, Reply::Receipt(_)))
        .count();
    assert_eq!(receipts, 1);
    let gone = replies
        .iter()
        .filter(|reply| **reply == Reply::Refused(StatusCode::GONE))
        .count();
    assert_eq!(gone, 63, "{replies:?}");
    assert_eq!(town.held("invited").await, 1);
}

#[tokio::test]
async fn one_form_sent_ten_times_counts_once_and_gets_ten_equal_receipts() {
    let town = Town::found().await;
    let id = SubmissionId::draw(&mut ChaCha20Rng::seed_from_u64(10));
    for path in ["/s/open".to_owned(), format!("/i/{}", town.codes[1])] {
        // The same id in another wave would be another form: it gets its own.
        let id = if path == "/s/open" {
            id
        } else {
            SubmissionId::draw(&mut ChaCha20Rng::seed_from_u64(11))
        };
        let replies = join_all((0..10).map(|_| town.send(&path, id, ""))).await;
        assert!(matches!(replies[0], Reply::Receipt(_)), "{replies:?}");
        assert!(
            replies.iter().all(|reply| *reply == replies[0]),
            "{replies:?}"
        );
    }
    assert_eq!(town.held("open").await, 1);
    assert_eq!(town.held("invited").await, 1);
}

#[tokio::test]
async fn other_answers_under_an_id_conflict_and_change_nothing() {
    let town = Town::found().await;
    let id = SubmissionId::draw(&mut ChaCha20Rng::seed_from_u64(12));
    let first = town.send("/s/open", id, "").await;
    assert!(matches!(first, Reply::Receipt(_)));
    let other = town.send("/s/open", id, "&R13=1").await;
    assert_eq!(other, Reply::Refused(StatusCode::CONFLICT));
    assert_eq!(town.send("/s/open", id, "").await, first);
    assert_eq!(town.held("open").await, 1);
}
