//! Exactly once, whatever is sent at the same time and however often, to one process or to two.

use fieldwork::SubmissionId;
use futures_util::future::join_all;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use reqwest::StatusCode;

use crate::town::{Reply, Town};

/// Ids for forms.
fn ids(seed: u64, count: usize) -> Vec<SubmissionId> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    (0..count).map(|_| SubmissionId::draw(&mut rng)).collect()
}

/// Sixty-four forms under one code.
async fn one_of_many_counts(town: &Town, seed: u64, code: usize) {
    let before = town.held("invited").await;
    let path = format!("/i/{}", town.codes[code]);
    let ids = ids(seed, 64);
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
    assert_eq!(town.held("invited").await, before + 1);
}

/// One form ten times, by an address.
async fn one_form_counts_once(town: &Town, wave: &str, path: &str, id: SubmissionId) {
    let before = town.held(wave).await;
    let replies = join_all((0..10).map(|_| town.send(path, id, ""))).await;
    assert!(matches!(replies[0], Reply::Receipt(_)), "{replies:?}");
    assert!(
        replies.iter().all(|reply| *reply == replies[0]),
        "{replies:?}"
    );
    assert_eq!(town.held(wave).await, before + 1);
}

#[tokio::test]
async fn of_sixty_four_forms_sent_at_once_under_one_code_exactly_one_counts() {
    for mut town in Town::found_everywhere().await {
        one_of_many_counts(&town, 64, 0).await;
        town.grow();
        for code in 1..9 {
            one_of_many_counts(&town, 64 + code as u64, code).await;
        }
    }
}

#[tokio::test]
async fn one_form_sent_ten_times_counts_once_and_gets_ten_equal_receipts() {
    for mut town in Town::found_everywhere().await {
        // The same id in another wave would be another form: each gets its own.
        let ids = ids(10, 20);
        for (turn, pair) in ids.chunks(2).enumerate() {
            let code = format!("/i/{}", town.codes[turn]);
            one_form_counts_once(&town, "open", "/s/open", pair[0]).await;
            one_form_counts_once(&town, "invited", &code, pair[1]).await;
            if turn == 0 {
                town.grow();
            }
        }
    }
}

#[tokio::test]
async fn other_answers_under_an_id_get_its_receipt_and_change_nothing() {
    for town in Town::found_everywhere().await {
        let id = ids(12, 1)[0];
        let first = town.send("/s/open", id, "").await;
        assert!(matches!(first, Reply::Receipt(_)));
        let other = town.send("/s/open", id, "&R13=1").await;
        assert_eq!(other, first);
        assert_eq!(town.send("/s/open", id, "").await, first);
        assert_eq!(town.held("open").await, 1);
    }
}
