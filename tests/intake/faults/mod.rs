//! A receipt is a promise, whatever the disk or the server does: everything acknowledged while they fail is held
//! exactly once, and taking in goes on by itself once they do what they are asked to.

pub(crate) mod disk;
mod ledger;
mod old_way;
mod postgres;

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use fieldwork::SubmissionId;
use rand::rngs::ChaCha20Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use reqwest::StatusCode;

use self::disk::{
    ALWAYS, Disk, EINTR, EIO, ENOSPC, EROFS, Failure, LIE, OPEN, SYNC, TRUNCATE, WRITE,
};
use self::ledger::Ledger;
use crate::storage::{Storage, setting};
use crate::town::{Reply, Town};

/// A town whose program finds its SQLite file on this disk.
async fn town_on(disk: &Disk) -> Town {
    Town::found_in(Storage::file(), |file| disk.environment(file)).await
}

/// How many rounds of failures CI plays; `MINYI_TEST_ROUNDS` asks for more.
const ROUNDS: usize = 20;

/// The longest that the program may take to go on by itself after the last failure.
const RECOVERY: Duration = Duration::from_secs(20);

/// The longest that somebody waits to be told that a form cannot be stored now.
const QUICK: Duration = Duration::from_secs(12);

/// How long a failure lasts.
#[derive(Debug, Clone, Copy)]
enum Span {
    Once,
    Second,
    /// Until the program has ended.
    ForGood,
}

fn draw_failure(rng: &mut ChaCha20Rng) -> (Failure, Span) {
    let calls = [WRITE, WRITE, WRITE | TRUNCATE, TRUNCATE, OPEN, SYNC, 15];
    let errors = [EIO, ENOSPC, ENOSPC, EROFS, EINTR];
    let spans = [Span::Once, Span::Second, Span::Second, Span::ForGood];
    let error = *errors.choose(rng).unwrap();
    let span = *spans.choose(rng).unwrap();
    let failure = Failure {
        calls: *calls.choose(rng).unwrap(),
        error,
        // SQLite tries again for as long as it is interrupted.
        one_in: rng.random_range(if error == EINTR { 2..5 } else { 1..4 }),
        left: if matches!(span, Span::Once) {
            1
        } else {
            ALWAYS
        },
    };
    (failure, span)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_receipt_is_lost_on_a_disk_that_fails_and_taking_in_goes_on_when_it_no_longer_does() {
    let rounds = setting("MINYI_TEST_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let seed = setting("MINYI_TEST_SEED").map_or(9, |seed| seed.parse().unwrap());
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let disk = Disk::new();
    let mut town = town_on(&disk).await;
    let mut ledger = Ledger::new(seed);
    let (mut refused, mut stopped) = (0, 0);
    for round in 0..rounds {
        let (failure, span) = draw_failure(&mut rng);
        let what = format!("seed {seed}, round {round}: {failure:?} {span:?}");
        let moment = Duration::from_millis(rng.random_range(0..150));
        let sending = ledger.send_for(&town, Duration::from_millis(1_400));
        let failing = async {
            tokio::time::sleep(moment).await;
            disk.fail(failure);
            if matches!(span, Span::Second) {
                tokio::time::sleep(Duration::from_secs(1)).await;
                disk.mend();
            }
        };
        let (sent, ()) = tokio::join!(sending, failing);
        refused += sent.refused;
        assert!(sent.slowest < QUICK, "{what}: {sent:?}");
        if matches!(span, Span::ForGood) {
            // What cannot be written is not there to be written at the end either.
            town.stop();
            disk.mend();
            town.restart();
        } else {
            disk.mend();
            stopped += usize::from(goes_on(&mut town, &mut ledger, &what).await);
        }
        ledger.is_kept_by(&town, &what).await;
    }
    println!(
        "{} receipts in {rounds} rounds; {} calls failed, {refused} forms were refused, {stopped} times the program stopped",
        ledger.len(),
        disk.failed()
    );
    assert!(disk.failed() > 0 && refused > 0, "nothing has failed");
    assert!(town.stop(), "the program says that it ended well");
    ledger.is_in_the_file_alone(&town);
}

/// Waits until a form is taken in again, by the same process unless it has stopped since it no longer trusts its
/// file: then by a new one. Whether it had stopped.
async fn goes_on(town: &mut Town, ledger: &mut Ledger, what: &str) -> bool {
    let begun = Instant::now();
    let mut stopped = false;
    loop {
        if town.has_ended() {
            stopped = true;
            town.restart();
        }
        if ledger.send_one(town).await {
            return stopped;
        }
        assert!(
            begun.elapsed() < RECOVERY,
            "{what}: taking in does not go on"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_turns_residents_back_with_their_answers_and_leaves_every_page_readable() {
    let disk = Disk::new();
    let mut town = town_on(&disk).await;
    let mut ledger = Ledger::new(10);
    assert!(ledger.send_one(&town).await);
    disk.fail(Failure::of(WRITE, ENOSPC));
    for trial in 0..3 {
        let begun = Instant::now();
        let page = town.post("/s/open", ledger.draw(), "&R13=1").await.unwrap();
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.headers().contains_key("retry-after"));
        assert!(begun.elapsed() < Duration::from_secs(2), "trial {trial}");
        let page = page.text().await.unwrap();
        let marked = page
            .split("<input")
            .filter(|input| input.contains(" checked"));
        assert_eq!(marked.count(), 5, "every answer is still there");
        for path in ["/", "/results", "/s/open", "/receipt"] {
            assert_eq!(town.status(path).await, Some(StatusCode::OK), "{path}");
        }
    }
    disk.mend();
    assert!(
        !goes_on(&mut town, &mut ledger, "space has returned").await,
        "no restart is needed"
    );
    assert!(town.stop());
    ledger.is_in_the_file_alone(&town);
}

/// As PostgreSQL does: the kernel may have dropped what it could not write, and say so only once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_fsync_that_failed_the_program_stops_and_says_so() {
    let disk = Disk::new();
    let mut town = town_on(&disk).await;
    let mut ledger = Ledger::new(11);
    assert!(ledger.send_one(&town).await);
    disk.fail(Failure {
        left: 1,
        ..Failure::of(SYNC, EIO)
    });
    assert!(!ledger.send_one(&town).await);
    let begun = Instant::now();
    while !town.has_ended() {
        assert!(begun.elapsed() < RECOVERY);
        assert!(!ledger.send_one(&town).await, "it takes in no more");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(!town.stop(), "its status says that something is wrong");
    town.restart();
    assert!(ledger.send_one(&town).await);
    assert!(town.stop());
    ledger.is_in_the_file_alone(&town);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_held_by_another_program_ends_in_a_quick_refusal_and_is_waited_out() {
    let disk = Disk::new();
    let mut town = town_on(&disk).await;
    let mut ledger = Ledger::new(12);
    let held = db::begin_write(&town.db).await.unwrap();
    let first = Instant::now();
    assert!(!ledger.send_one(&town).await);
    assert!(first.elapsed() < QUICK);
    // The next one is not made to wait for what is known.
    let second = Instant::now();
    assert!(!ledger.send_one(&town).await);
    assert!(second.elapsed() < Duration::from_secs(2));
    assert_eq!(town.status("/s/open").await, Some(StatusCode::OK));
    drop(held);
    assert!(!goes_on(&mut town, &mut ledger, "the lock is gone").await);
    assert!(town.stop());
    ledger.is_in_the_file_alone(&town);
}

/// The writer sees its own pages and believes the commit; the second connection reads what there is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_a_receipt_for_a_commit_that_stored_nothing() {
    let disk = Disk::new();
    let mut town = town_on(&disk).await;
    let mut ledger = Ledger::new(14);
    // Few enough for the log to be in its first round, whatever the machine: in a later one the places that a lie
    // leaves unwritten hold pages of the round before, and whoever closes the file last (here the test itself)
    // copies those into it. That is beyond what a refused receipt can mend.
    for _ in 0..10 {
        assert!(ledger.send_one(&town).await);
    }
    disk.fail(Failure::of(WRITE, LIE));
    for _ in 0..5 {
        assert!(!ledger.send_one(&town).await);
    }
    assert!(disk.failed() > 0);
    town.kill();
    disk.mend();
    // With nobody left who has it open, the log is read anew, as far as it was written.
    town.db.clone().close().await;
    town.restart();
    town.db = db::open(town.file().to_str().unwrap()).await.unwrap();
    ledger.is_kept_by(&town, "before the lie").await;
    assert!(!goes_on(&mut town, &mut ledger, "the lie is over").await);
    assert!(town.stop());
    ledger.is_in_the_file_alone(&town);
}

/// A client that says nothing more keeps nobody from ending, and what is stored lies in one file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_leaves_one_whole_file_although_a_connection_stands_still() {
    let disk = Disk::new();
    let mut town = town_on(&disk).await;
    let mut ledger = Ledger::new(13);
    ledger.send_for(&town, Duration::from_millis(500)).await;
    let mut still = TcpStream::connect(town.host()).unwrap();
    let begun = b"POST /s/open HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n_var";
    still.write_all(begun).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    assert!(town.stop());
    assert!(
        begun.elapsed() < Duration::from_secs(9),
        "{:?}",
        begun.elapsed()
    );
    ledger.is_in_the_file_alone(&town);
}

/// The control: the same disk under the driver's own pool, used as it was before. If it lost nothing here, nothing
/// would be proven above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_old_way_loses_what_it_has_acknowledged_on_the_same_disk() {
    let disk = Disk::new();
    let mut lost = 0;
    for _ in 0..3 {
        let outcome = old_way::on(&disk).await;
        println!("the old way: {outcome:?}");
        assert!(outcome.acknowledged > 0);
        lost += outcome.lost;
    }
    assert!(
        lost > 0,
        "the control loses nothing: the failures prove nothing"
    );
}

impl Ledger {
    /// Sends one form; whether a receipt came.
    async fn send_one(&mut self, town: &Town) -> bool {
        let id = self.draw();
        let reply = town.send("/s/open", id, "").await;
        self.note(id, reply)
    }

    fn note(&mut self, id: SubmissionId, reply: Reply) -> bool {
        match reply {
            Reply::Receipt(receipt) => {
                self.acknowledge(id, receipt);
                true
            }
            Reply::Refused(status) => {
                assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
                false
            }
            Reply::Nothing => false,
        }
    }
}
