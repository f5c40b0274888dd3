//! Trustees by the real program: their files, what is said of them, and a wave that is opened with them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use fieldwork::store::{NewWave, find_wave, insert_wave};
use fieldwork::{EntrustedKey, NewSitting, SubmissionId};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use crate::town::{Reply, Town};

fn trustee(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_minyi"));
    program.arg("trustee").args(arguments);
    // Where there is no database and nothing may be written.
    program.current_dir("/").env("LANG", "en_US.UTF-8");
    program.output().unwrap()
}

fn said(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    format!("{out}{}", String::from_utf8_lossy(&output.stderr))
}

/// Makes a key of two of three trustees: its public half, and the files of its shares.
fn deal(folder: &Path) -> (EntrustedKey, Vec<PathBuf>) {
    let into = folder.to_str().unwrap();
    let made = trustee(&["new", "--shares", "3", "--needed", "2", "--into", into]);
    assert!(made.status.success(), "{made:?}");
    let public = said(&made).lines().find_map(EntrustedKey::parse).unwrap();
    let files = (1..=3).map(|number| folder.join(format!("share-{number}-of-3.txt")));
    (public, files.collect())
}

fn check(files: &[&Path]) -> Output {
    let files = files.iter().map(|file| file.to_str().unwrap());
    let arguments: Vec<&str> = ["check"].into_iter().chain(files).collect();
    trustee(&arguments)
}

#[test]
fn shares_are_files_for_one_person_each_and_the_private_key_is_in_none() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("shares");
    let (public, files) = deal(&folder);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
    for file in &files {
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = fs::read_to_string(file).unwrap();
        assert!(
            text.contains("份额") && text.contains("Keep it on paper"),
            "{text}"
        );
    }
    let again = trustee(&[
        "new",
        "--shares",
        "3",
        "--needed",
        "2",
        "--into",
        folder.to_str().unwrap(),
    ]);
    assert!(!again.status.success(), "it would write over shares");

    let enough = check(&[&files[0], &files[2]]);
    assert!(enough.status.success(), "{enough:?}");
    assert!(said(&enough).contains(&public.to_string()));
    let one = check(&[&files[1]]);
    assert!(!one.status.success());
    assert!(said(&one).contains("Still needed: 1"), "{}", said(&one));

    let (_, others) = deal(&place.path().join("others"));
    let mixed = check(&[&files[0], &others[1]]);
    let named = format!("{}: This share belongs to another key", others[1].display());
    assert!(
        !mixed.status.success() && said(&mixed).contains(&named),
        "{mixed:?}"
    );
    let text = fs::read_to_string(&files[0]).unwrap();
    let last = text.trim_end().chars().next_back().unwrap();
    let other = if last == '0' { '1' } else { '0' };
    fs::write(
        &files[0],
        format!("{}{other}", text.trim_end().trim_end_matches(last)),
    )
    .unwrap();
    let mistyped = check(&[&files[0], &files[1]]);
    let named = format!("{}: Mistyped", files[0].display());
    assert!(
        !mistyped.status.success() && said(&mistyped).contains(&named),
        "{mistyped:?}"
    );
}

#[test]
fn one_trustee_is_never_enough() {
    let refused = trustee(&["new", "--shares", "3", "--needed", "1"]);
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("reads every answer alone"),
        "{refused:?}"
    );
    for (shares, needed) in [("2", "3"), ("21", "3")] {
        let refused = trustee(&["new", "--shares", shares, "--needed", needed]);
        assert!(!refused.status.success());
    }
}

/// Opens a wave by open link that these trustees open after its close.
async fn open_with_trustees(town: &Town, entrusted: EntrustedKey) {
    let like = find_wave(&town.db, "open").await.unwrap().unwrap();
    let txn = db::begin_write(&town.db).await.unwrap();
    let wave = NewWave {
        slug: "kept".to_owned(),
        plan: like.plan,
        version: like.version,
        mode: like.mode,
        title: like.title,
        year: like.year,
        opens_at: like.opens_at,
        closes_at: like.closes_at,
        header: None,
        contact: None,
        complaints: None,
        simulated: like.simulated,
        sittings: vec![NewSitting::of_trustees(like.closes_at, entrusted)],
    };
    insert_wave(&txn, wave).await.unwrap();
    txn.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wave_with_trustees_is_opened_by_the_program_with_their_files() {
    let place = tempfile::tempdir().unwrap();
    let (public, files) = deal(place.path());
    for town in Town::found_everywhere().await {
        open_with_trustees(&town, public).await;
        let mut rng = ChaCha20Rng::seed_from_u64(12);
        for _ in 0..7 {
            let reply = town.send("/s/kept", SubmissionId::draw(&mut rng), "").await;
            assert!(matches!(reply, Reply::Receipt(_)), "{reply:?}");
        }
        town.close_after("kept", 7).await;
        let open = |files: &[PathBuf]| {
            let mut opener = town.opener("kept");
            for file in files {
                opener.arg("--share").arg(file);
            }
            opener.stdin(Stdio::null()).output().unwrap()
        };
        for given in [&files[..0], &files[..1]] {
            let refused = open(given);
            assert!(!refused.status.success());
            let why = "this wave is opened by 2 of 3 trustees";
            assert!(said(&refused).contains(why), "{refused:?}");
        }
        assert_eq!((town.held("kept").await, town.opened("kept").await), (7, 0));
        let opened = open(&files[1..]);
        assert!(opened.status.success(), "{opened:?}");
        assert_eq!(town.opened("kept").await, 7);
        for file in &files {
            let text = fs::read_to_string(file).unwrap();
            let share = text.trim_end().rsplit(' ').next().unwrap();
            assert!(!said(&opened).contains(share));
        }
        // Done again, nobody is asked for anything.
        assert!(open(&[]).status.success());
    }
}
