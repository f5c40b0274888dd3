//! Exactly once, whatever is sent at the same time and however often, to one process or to two.

use fieldwork::store::{Maker, find_wave, issue_mailing, list_mailings, plan_reminders};
use fieldwork::{AccessCode, IssuedMailing, Occasion, SubmissionId};
use futures_util::future::{join, join_all};
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

/// Makes letters of the wave by invitation as of the moment it opened.
async fn make(town: &Town, occasion: Occasion) -> IssuedMailing {
    let wave = find_wave(&town.db, "invited").await.unwrap().unwrap();
    let maker = Maker {
        by: "tests",
        at: wave.opens_at,
    };
    let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
    let txn = db::begin_write(&town.db).await.unwrap();
    let made = issue_mailing(&txn, &wave, occasion, maker, &town.key, &mut rng).await;
    let made = made.unwrap();
    txn.commit().await.unwrap();
    made
}

/// Reminds every household; the codes stand in the order of those of the invitation.
async fn remind(town: &Town) -> Vec<AccessCode> {
    let wave = find_wave(&town.db, "invited").await.unwrap().unwrap();
    let txn = db::begin_write(&town.db).await.unwrap();
    let day = wave.opens_at.date_naive();
    plan_reminders(&txn, wave.id, &[day]).await.unwrap();
    txn.commit().await.unwrap();
    let mailings = list_mailings(&town.db, wave.id).await.unwrap();
    let planned = mailings.iter().find(|it| it.made.is_none()).unwrap();
    let reminder = make(town, Occasion::Reminder(planned.id)).await;
    reminder.letters.iter().map(|letter| letter.code).collect()
}

/// How many got a receipt; all others were told that nobody can answer with their code any more.
fn receipts(replies: &[Reply]) -> usize {
    let receipts = replies.iter().filter(|it| matches!(it, Reply::Receipt(_)));
    let receipts = receipts.count();
    let gone = Reply::Refused(StatusCode::GONE);
    let gone = replies.iter().filter(|reply| **reply == gone).count();
    assert_eq!(receipts + gone, replies.len(), "{replies:?}");
    receipts
}

#[tokio::test]
async fn of_two_codes_of_a_household_used_at_once_exactly_one_counts() {
    for mut town in Town::found_everywhere().await {
        let fresh = remind(&town).await;
        town.grow();
        let both: Vec<[AccessCode; 2]> = town
            .codes
            .iter()
            .zip(&fresh)
            .map(|(old, new)| [*old, *new])
            .collect();
        for (codes, seed) in both[..8].iter().zip(100..) {
            let ids = ids(seed, 16);
            let sent = ids.iter().enumerate().map(|(number, id)| {
                let path = format!("/i/{}", codes[number / 2 % 2]);
                let town = &town;
                async move { town.send(&path, *id, "").await }
            });
            let replies = join_all(sent).await;
            assert_eq!(receipts(&replies), 1);
        }
        // All households at once, each with both codes, in opposite orders to the two processes.
        let left = &both[8..];
        let pairs = left.iter().zip(left.iter().rev());
        let codes: Vec<AccessCode> = pairs.flat_map(|(one, other)| [one[0], other[1]]).collect();
        let ids = ids(200, codes.len());
        let sent = codes.iter().zip(&ids).map(|(code, id)| {
            let (town, path) = (&town, format!("/i/{code}"));
            async move { town.send(&path, *id, "").await }
        });
        let replies = join_all(sent).await;
        assert_eq!(receipts(&replies), left.len());
        assert_eq!(town.held("invited").await, town.codes.len() as u64);
    }
}

#[tokio::test]
async fn a_code_that_becomes_void_while_it_is_used_counts_or_is_refused() {
    for mut town in Town::found_everywhere().await {
        town.grow();
        let ids = ids(300, town.codes.len());
        let sent = town.codes.iter().zip(&ids).map(|(code, id)| {
            let (town, path) = (&town, format!("/i/{code}"));
            async move { town.send(&path, *id, "").await }
        });
        let (replies, again) = join(join_all(sent), make(&town, Occasion::Invitation)).await;
        let counted = receipts(&replies);
        assert_eq!(again.letters.len(), town.codes.len() - counted);
        assert_eq!(again.voided, again.letters.len() as u64);
        for letter in &again.letters {
            let id = SubmissionId::draw(&mut ChaCha20Rng::seed_from_u64(rand::random()));
            let reply = town.send(&format!("/i/{}", letter.code), id, "").await;
            assert!(matches!(reply, Reply::Receipt(_)), "{reply:?}");
        }
        assert_eq!(town.held("invited").await, town.codes.len() as u64);
    }
}
