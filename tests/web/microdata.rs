//! Answers person by person on their way out: prepared by one person, published by another, taken by everybody; complete rows asked
//! for by one, agreed to by another, fetched once.

use std::fs;
use std::io::Cursor;
use std::process::Command;

use axum::http::StatusCode;
use zip::ZipArchive;

use crate::city::City;
use crate::staff::Member;

const ROWS: &str = "/studio/waves/town-2014/rows";
const PUBLICATION: &str = "/studio/waves/town-2014/rows/publication";
const PAGE: &str = "/results/town-2014/microdata";

/// What tells the prepared rows from others.
async fn seen(member: &Member<'_>) -> String {
    let page = member.get(ROWS).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page.attribute_after("name=\"seen\"", "value").to_owned()
}

/// Prepares the rows of the town while its results are under embargo; nobody publishes them before.
pub(crate) async fn are_prepared(city: &City, analyst: &Member<'_>, releaser: &Member<'_>) {
    let page = analyst.get(&format!("{ROWS}?lang=en")).await;
    assert!(page.body.contains("Prepare the file"), "{}", page.body);
    let prepared = analyst.post(ROWS, &[]).await;
    assert_eq!(prepared.status, StatusCode::SEE_OTHER, "{}", prepared.body);
    let page = releaser.get(&format!("{ROWS}?lang=en")).await.body;
    for said in [
        "Prepared by analyst on",
        "0 are the only ones of their kind",
        "once the results are public",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("name=\"seen\""), "{page}");
    assert_eq!(city.get(PAGE).await.status, StatusCode::NOT_FOUND);
}

/// Publishes them once the results are public, and takes every file.
pub(crate) async fn are_published(city: &City, analyst: &Member<'_>, releaser: &Member<'_>) {
    assert_eq!(city.get(PAGE).await.status, StatusCode::NOT_FOUND);
    let files = city.get("/results/town-2014/files").await.body;
    assert!(!files.contains(PAGE), "{files}");
    let hash = seen(releaser).await;
    let sure = [("seen", hash.as_str()), ("sure", "yes")];
    for (fields, status) in [
        (&sure[..1], StatusCode::UNPROCESSABLE_ENTITY),
        (&[("seen", "other"), ("sure", "yes")], StatusCode::CONFLICT),
    ] {
        let refused = releaser.post(PUBLICATION, fields).await;
        assert_eq!(refused.status, status, "{}", refused.body);
    }
    let forbidden = analyst.post(PUBLICATION, &sure).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    // Who prepared them cannot publish them, whatever else they may do.
    releaser.post(ROWS, &[]).await;
    let own = releaser.post(PUBLICATION, &sure).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.body);
    analyst.post(ROWS, &[]).await;
    assert_eq!(
        seen(releaser).await,
        hash,
        "the rows of a wave are always the same"
    );
    assert_eq!(city.get(PAGE).await.status, StatusCode::NOT_FOUND);

    let published = releaser.post(PUBLICATION, &sure).await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.body
    );
    let files = city.get("/results/town-2014/files").await.body;
    assert!(files.contains(PAGE), "{files}");
    let page = city.get(&format!("{PAGE}?lang=en")).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "What this file cannot tell",
        "one of at least 5",
        "Satisfaction with public services",
        &hash,
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, begins) in [
        ("rows.csv", &b"district,"[..]),
        ("code-book.csv", b"\xef\xbb\xbf"),
        ("rows.sav", b"$FL2"),
        ("rows.dta", b"<stata_dta>"),
        ("ddi.xml", b"<?xml"),
        ("reproduce.R", b"# Computes"),
        ("reproduce.py", b"# Computes"),
    ] {
        let file = city.get(&format!("{PAGE}/{name}")).await;
        assert_eq!(file.status, StatusCode::OK, "{name}");
        assert!(file.content.starts_with(begins), "{name}");
        fs::write(folder.path().join(name), &file.content).unwrap();
        let again = city.get(&format!("{PAGE}/{name}")).await;
        assert!(again.content == file.content, "{name}");
    }
    let rows = fs::read(folder.path().join("rows.csv")).unwrap();
    assert_eq!(db::hash(&rows), hash);
    assert_eq!(
        city.get(&format!("{PAGE}/rows.exe")).await.status,
        StatusCode::NOT_FOUND
    );
    gives_the_published_rate(&folder);
    complete_rows_take_two(city, analyst, releaser).await;
}

/// Python, where it is installed, computes from the files alone what was published.
fn gives_the_published_rate(folder: &tempfile::TempDir) {
    let at = |name: &str| folder.path().join(name);
    let run = Command::new("python3")
        .args([at("reproduce.py"), at("rows.csv")])
        .output();
    let Ok(run) = run else {
        return;
    };
    let error = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{error}");
    let mut reader = csv::Reader::from_reader(run.stdout.as_slice());
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap) {
        let number = |at: usize| row[at].parse::<f64>().unwrap();
        assert!((number(1) - number(5)).abs() < 1e-9, "{row:?}");
        assert!((number(2) / number(6) - 1.0).abs() < 1e-4, "{row:?}");
        compared += 1;
    }
    assert!(compared > 0);
}

async fn complete_rows_take_two(city: &City, analyst: &Member<'_>, releaser: &Member<'_>) {
    let [request, approval, complete] =
        ["request", "approval", "complete"].map(|step| format!("{ROWS}/{step}"));
    let without = analyst.post(&request, &[("reason", " ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = analyst
        .post(&request, &[("reason", "核对加权，由本人阅读")])
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let id = city
        .column("SELECT CAST(id AS text) FROM row_request")
        .await
        .remove(0);
    let this = [("request", id.as_str())];
    for (somebody, step) in [
        (analyst, &approval),
        (analyst, &complete),
        (releaser, &complete),
    ] {
        let refused = somebody.post(step, &this).await;
        assert_eq!(
            refused.status,
            StatusCode::FORBIDDEN,
            "{step}: {}",
            refused.body
        );
    }
    let agreed = releaser.post(&approval, &this).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    assert_eq!(
        releaser.post(&complete, &this).await.status,
        StatusCode::FORBIDDEN
    );
    let fetched = analyst.post(&complete, &this).await;
    assert_eq!(fetched.status, StatusCode::OK, "{}", fetched.body);
    let archive = ZipArchive::new(Cursor::new(fetched.content)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert!(
        ["town-2014.csv", "town-2014.json"]
            .iter()
            .all(|name| names.iter().any(|it| it == name)),
        "{names:?}"
    );
    assert_eq!(
        analyst.post(&complete, &this).await.status,
        StatusCode::FORBIDDEN,
        "once"
    );
    let log = "SELECT actor || ' ' || action FROM audit_entry WHERE action IN ('prepare-public-use', \
               'publish-public-use', 'request-rows', 'approve-rows', 'export-rows') ORDER BY id";
    assert_eq!(
        city.column(log).await,
        [
            "analyst prepare-public-use",
            "releaser prepare-public-use",
            "analyst prepare-public-use",
            "releaser publish-public-use",
            "analyst request-rows",
            "releaser approve-rows",
            "analyst export-rows",
        ]
    );
}
