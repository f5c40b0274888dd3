//! `minyi letters` beside a server that runs: what it writes leads to forms, once, and is nobody else's to read.

use std::path::Path;
use std::process::{Command, Output};

use clock::{Clock, in_china};
use fieldwork::{AccessCode, SubmissionId};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use reqwest::StatusCode;

use crate::storage::Storage;
use crate::town::{Reply, Town};

/// Where the data of a town lie.
struct Place {
    database: String,
    key_file: String,
}

impl Place {
    fn letters(&self, into: &Path, more: &[&str]) -> Output {
        self.run(&[&["--into", into.to_str().unwrap()], more].concat())
    }

    fn run(&self, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
        command
            .args(["letters", "invited", "--by", "王芳", "--lang", "zh"])
            .args(["--public-address", "https://survey.example.cn"])
            .args(["--database", &self.database, "--key-file", &self.key_file])
            .args(more);
        command.output().unwrap()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The codes of the table for the mail house.
fn codes(folder: &Path) -> Vec<AccessCode> {
    let table = std::fs::read_to_string(folder.join("mail-house.csv")).unwrap();
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let code = |row: csv::StringRecord| {
        assert!(row[5].starts_with("https://survey.example.cn/i/"));
        AccessCode::parse(&row[4]).unwrap()
    };
    table.records().map(|row| code(row.unwrap())).collect()
}

#[tokio::test]
async fn letters_made_at_the_terminal_lead_to_forms_and_void_those_before_only_if_told_to() {
    let storage = Storage::file();
    let place = Place {
        database: storage.database.clone(),
        key_file: storage.key_file.to_str().unwrap().to_owned(),
    };
    let town = Town::found_in(storage, |_| Vec::new()).await;
    let folder = tempfile::tempdir().unwrap();
    let into = |name: &str| folder.path().join(name);

    let unsure = place.letters(&into("a"), &[]);
    assert!(!unsure.status.success());
    assert!(
        said(&unsure).contains("会作废72个邀请码"),
        "{}",
        said(&unsure)
    );
    let unplanned = place.letters(&into("b"), &["--reminder", "1"]);
    assert!(
        said(&unplanned).contains("没有这次催答"),
        "{}",
        said(&unplanned)
    );

    let outside = place.run(&["--plan", "2014-09-10"]);
    assert!(
        said(&outside).contains("不在调查期间内"),
        "{}",
        said(&outside)
    );
    let today = in_china(Clock::System.now()).date_naive().to_string();
    let planned = place.run(&["--plan", &today]);
    assert!(planned.status.success(), "{}", said(&planned));
    let reminded = place.letters(&into("d"), &["--reminder", "1"]);
    assert!(reminded.status.success(), "{}", said(&reminded));
    assert_eq!(codes(&into("d")).len(), 72);

    let made = place.letters(&into("c"), &["--again"]);
    assert!(made.status.success(), "{}", said(&made));
    let codes = codes(&into("c"));
    assert_eq!(codes.len(), 72);
    assert!(into("c").join("invitation-001.html").exists());
    #[cfg(unix)]
    for file in std::fs::read_dir(into("c")).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads it");
    }
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let mut send = async |code: AccessCode| {
        let id = SubmissionId::draw(&mut rng);
        town.send(&format!("/i/{code}"), id, "").await
    };
    let void = send(town.codes[0]).await;
    assert_eq!(void, Reply::Refused(StatusCode::GONE));
    let counted = send(codes[0]).await;
    assert!(matches!(counted, Reply::Receipt(_)), "{counted:?}");

    let full = place.letters(&into("c"), &["--again"]);
    assert!(said(&full).contains("is not empty"), "{}", said(&full));
    let again = send(codes[1]).await;
    assert!(matches!(again, Reply::Receipt(_)), "nothing became void");
}
