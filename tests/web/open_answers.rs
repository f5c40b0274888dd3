//! Answers in words: read by two persons alone, coded, and published as counts by a further one.

use accounts::Role;
use axum::http::StatusCode;
use chrono::{Months, TimeDelta};
use minyi::cli::erase::erase;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use results::store::insert_release;
use results::texts::store::find_published_texts;
use scraper::{Html, Selector};
use sea_orm::ConnectionTrait;

use crate::city::{Answer, City, closes_at};
use crate::results::{open_release, release_open_wave};
use crate::staff::{Member, member};

const TEXTS: &str = "/studio/waves/open/texts";
const FIRST: &str = "/studio/waves/open/texts/Q5/review/first";
const SECOND: &str = "/studio/waves/open/texts/Q5/review/second";
const THEMES: &str = "/studio/waves/open/texts/Q5/themes";
const CODING: &str = "/studio/waves/open/texts/Q5/coding/first";
const CODING_AGAIN: &str = "/studio/waves/open/texts/Q5/coding/second";
const SUMMARY: &str = "/studio/waves/open/text-summary";
const PUBLICATION: &str = "/studio/waves/open/text-publication";
const PAGE: &str = "/results/open/open-answers";
const FILE: &str = "/results/open/open-answers.csv";

/// What people wrote, and how many.
const WRITTEN: [(usize, &str); 3] = [
    (35, "公交车太少，请打13812345678"),
    (26, "社区王主任不管修路"),
    (4, "供暖不好"),
];

/// A city whose wave by open link is over and opened, with what people wrote.
async fn over() -> City {
    let city = City::start().await;
    for (count, text) in WRITTEN {
        let text = utf8_percent_encode(text, NON_ALPHANUMERIC);
        for _ in 0..count {
            let form = format!("_variant=0&Q1=1&Q2=5&Q5={text}");
            let sent = city.post("/s/open", "", form).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER);
        }
    }
    city.close_and_open(&city.open).await;
    city.clock.set(closes_at() + TimeDelta::days(1));
    city
}

/// The fields of the form on a page, as a browser sends them untouched.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let document = Html::parse_document(&page.body);
    let chosen = Selector::parse(
        "form.reviewed textarea, form.reviewed input[type=hidden], form.reviewed input[checked]",
    )
    .unwrap();
    let fields = document.select(&chosen).map(|field| {
        let value = field
            .attr("value")
            .map_or_else(|| field.text().collect(), str::to_owned);
        (field.attr("name").unwrap().to_owned(), value)
    });
    fields.filter(|(name, _)| name != "_csrf").collect()
}

async fn send(somebody: &Member<'_>, to: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    somebody.post(to, &fields).await
}

/// Sends page after page as it stands, until there is none.
async fn accept_all(somebody: &Member<'_>, pages: &str) -> usize {
    let mut texts = 0;
    loop {
        let page = somebody.get(pages).await;
        let fields = fields(&page);
        if fields.is_empty() {
            return texts;
        }
        texts += fields
            .iter()
            .filter(|(name, _)| name.starts_with("text."))
            .count();
        let sent = send(somebody, pages, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
}

/// Codes page after page: each text has the theme whose word stands in it.
async fn code_all(somebody: &Member<'_>, pages: &str) -> usize {
    let mut texts = 0;
    loop {
        let page = somebody.get(pages).await;
        let document = Html::parse_document(&page.body);
        let (set, words) = (
            Selector::parse("fieldset").unwrap(),
            Selector::parse(".words").unwrap(),
        );
        let key = Selector::parse("input[name=text]").unwrap();
        let mut fields = Vec::new();
        for text in document.select(&set) {
            let wording: String = text.select(&words).flat_map(|it| it.text()).collect();
            assert!(!wording.contains("138"), "an original is shown: {wording}");
            let id = text.select(&key).next().unwrap().attr("value").unwrap();
            fields.push(("text".to_owned(), id.to_owned()));
            for (word, code) in [("公交", "bus"), ("修路", "road"), ("供暖", "heat")] {
                if wording.contains(word) {
                    fields.push((format!("theme.{id}"), code.to_owned()));
                }
            }
        }
        if fields.is_empty() {
            return texts;
        }
        texts += document.select(&set).count();
        drop(document);
        let sent = send(somebody, pages, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
}

async fn add_theme(somebody: &Member<'_>, code: &str, zh: &str) -> Answer {
    let fields = [
        ("code", code),
        ("name-zh", zh),
        ("name-en", code),
        ("definition-zh", "说到它的"),
        ("definition-en", "Whatever speaks of it"),
    ];
    somebody.post(THEMES, &fields).await
}

/// Reviews and codes everything.
async fn finish(one: &Member<'_>, other: &Member<'_>) {
    assert_eq!(accept_all(one, FIRST).await, 65);
    assert_eq!(accept_all(other, SECOND).await, 65);
    for (code, zh) in [("bus", "公交"), ("road", "道路"), ("heat", "供暖")] {
        let added = add_theme(one, code, zh).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    }
    assert_eq!(code_all(one, CODING).await, 65);
    assert_eq!(code_all(one, CODING_AGAIN).await, 0, "one's own");
    assert_eq!(code_all(other, CODING_AGAIN).await, 50);
}

fn seen(page: &Answer) -> String {
    page.attribute_after("name=\"seen\"", "value").to_owned()
}

/// Has one person prepare the summary and another one publish it.
async fn publish(one: &Member<'_>, other: &Member<'_>) {
    let prepared = one.post(SUMMARY, &[]).await;
    assert_eq!(prepared.location(), SUMMARY, "{}", prepared.body);
    let hash = seen(&other.get(SUMMARY).await);
    let published = other
        .post(PUBLICATION, &[("seen", &hash), ("sure", "yes")])
        .await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.body
    );
}

#[tokio::test]
async fn two_persons_agree_on_every_wording_before_anybody_else_reads_it() {
    let city = over().await;
    let ann = member(&city, "ann", &[Role::Analyst]).await;
    let bob = member(&city, "bob", &[Role::Releaser]).await;
    let manager = member(&city, "manager", &[Role::FieldManager, Role::Administrator]).await;
    for page in [TEXTS, FIRST, SECOND, CODING, SUMMARY] {
        assert_eq!(
            manager.get(page).await.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
    }
    let page = ann.get(FIRST).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for said in ["<mark>13812345678</mark>", "请打〔电话〕", "〔姓名〕主任"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    for other in ["非常满意", "/cases", "returned"] {
        assert!(!page.body.contains(other), "{other}: {}", page.body);
    }
    assert_eq!(accept_all(&ann, FIRST).await, 65);
    assert!(
        fields(&ann.get(SECOND).await).is_empty(),
        "one's own proposals"
    );
    let coding = ann.get(CODING).await;
    assert_eq!(
        coding.status,
        StatusCode::SEE_OTHER,
        "nothing is confirmed yet"
    );

    // The second person changes one text, withholds another, and is too late with a third that was not seen so.
    let page = bob.get(SECOND).await;
    let mut sent = fields(&page);
    let texts: Vec<usize> = (0..sent.len())
        .filter(|&at| sent[at].0.starts_with("text."))
        .collect();
    assert_eq!(texts.len(), 20);
    sent[texts[0]].1 = "公交车〔号码〕路太少".to_owned();
    sent[texts[1]].1 = String::new();
    let third = sent[texts[2]].0.replace("text.", "seen.");
    for field in &mut sent {
        if field.0 == third {
            field.1 = "stale".to_owned();
        }
    }
    send(&bob, SECOND, &sent).await;
    let states = "SELECT first_by || '-' || COALESCE(second_by, '') FROM text_review ORDER BY 1";
    let states = city.column(states).await;
    let count = |state: &str| states.iter().filter(|found| *found == state).count();
    assert_eq!(
        (count("ann-bob"), count("bob-"), count("ann-")),
        (17, 2, 46)
    );

    // What he wrote waits for her, and for nobody else's confirmation.
    assert_eq!(accept_all(&bob, SECOND).await, 46);
    assert_eq!(accept_all(&ann, SECOND).await, 2);
    let kept = "SELECT COALESCE(wording, '-') FROM text_review WHERE first_by = 'bob' ORDER BY 1";
    assert_eq!(city.column(kept).await, ["-", "公交车〔号码〕路太少"]);
    let overview = ann.get(&format!("{TEXTS}?lang=en")).await.body;
    for said in ["65 texts", "1 withheld", "None left"] {
        assert!(overview.contains(said), "{said}: {overview}");
    }

    // Reading is logged, and no text with it.
    let log = "SELECT actor || ' ' || CAST(after AS text) FROM audit_entry WHERE action IN ('read-texts', 'review-texts')";
    let log = city.column(log).await;
    assert!(
        log.iter()
            .any(|entry| entry.starts_with("bob ") && entry.contains("\"texts\"")),
        "{log:?}"
    );
    for word in ["公交", "13812345678", "〔"] {
        assert!(log.iter().all(|entry| !entry.contains(word)), "{log:?}");
    }
}

#[tokio::test]
async fn themes_are_coded_twice_and_published_by_a_second_person_as_counts() {
    let city = over().await;
    let ann = member(&city, "ann", &[Role::Analyst, Role::Releaser]).await;
    let bob = member(&city, "bob", &[Role::Releaser]).await;
    let early = ann.post(SUMMARY, &[]).await;
    assert_eq!(early.location(), TEXTS, "nothing is reviewed yet");
    finish(&ann, &bob).await;
    let refused = add_theme(&ann, "公交", "公交").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let used = ann.post(THEMES, &[("remove", "bus")]).await;
    assert_eq!(
        used.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "texts have it"
    );
    let overview = bob.get(TEXTS).await.body;
    assert!(overview.contains("两人一致 100.0%"), "{overview}");

    ann.post(SUMMARY, &[]).await;
    let preview = bob.get(SUMMARY).await;
    let hash = seen(&preview);
    let own = ann
        .post(PUBLICATION, &[("seen", &hash), ("sure", "yes")])
        .await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.body);
    let unsure = bob.post(PUBLICATION, &[("seen", &hash)]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stale = bob
        .post(PUBLICATION, &[("seen", "x"), ("sure", "yes")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let published = bob
        .post(PUBLICATION, &[("seen", &hash), ("sure", "yes")])
        .await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.body
    );
    let again = ann.post(SUMMARY, &[]).await;
    assert_eq!(again.location(), TEXTS, "published once and for all");
    assert_eq!(
        add_theme(&ann, "late", "迟").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        city.column("SELECT code FROM text_theme WHERE code = 'late'")
            .await,
        [""; 0]
    );

    for page in [PAGE, FILE] {
        assert_eq!(
            city.get(page).await.status,
            StatusCode::NOT_FOUND,
            "no results are public: {page}"
        );
    }
    release_open_wave(&city).await;
    let scoreboard = city.get("/results/open").await.body;
    assert!(scoreboard.contains(PAGE), "{scoreboard}");
    let page = city.get(PAGE).await.body;
    for said in ["65 人写了文字", "53.8%", "公交车", "不引用原话", "κ"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Of four persons who wrote of heating nobody learns, nor by subtraction.
    let counts = Html::parse_document(&page);
    let rows = Selector::parse("table.counts tbody tr").unwrap();
    let rows: Vec<String> = counts
        .select(&rows)
        .map(|row| row.text().collect())
        .collect();
    let of = |name: &str| {
        rows.iter()
            .find(|row| row.starts_with(name))
            .unwrap()
            .clone()
    };
    assert!(of("公交").contains("35"), "{rows:?}");
    for hidden in ["供暖", "道路"] {
        assert!(of(hidden).contains("不公布"), "{rows:?}");
    }
    for hidden in ["13812345678", "ann", "bob", "请打"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    let file = city.get(FILE).await.body;
    assert!(file.contains("公交") && file.lines().count() > 3, "{file}");
}

#[tokio::test]
async fn what_was_published_of_texts_waits_for_the_moment_of_the_results() {
    let city = over().await;
    let ann = member(&city, "ann", &[Role::Analyst]).await;
    let bob = member(&city, "bob", &[Role::Releaser]).await;
    finish(&ann, &bob).await;
    publish(&ann, &bob).await;
    let mut release = open_release(&city);
    release.release_at(city.clock.now(), city.clock.now() + TimeDelta::days(3));
    let public_from = release.public_from();
    let txn = db::begin_write(&city.db).await.unwrap();
    insert_release(&txn, city.open.id, &release, city.clock.now())
        .await
        .unwrap();
    txn.commit().await.unwrap();
    for page in [PAGE, FILE] {
        assert_eq!(city.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let before = public_from - TimeDelta::seconds(1);
    assert!(
        find_published_texts(&city.db, "open", before)
            .await
            .unwrap()
            .is_none()
    );
    city.clock.set(public_from);
    for page in [PAGE, FILE] {
        assert_eq!(city.get(page).await.status, StatusCode::OK, "{page}");
    }
}

#[tokio::test]
async fn with_the_answers_go_their_texts_and_what_was_made_of_them_and_counts_stay() {
    let city = over().await;
    let ann = member(&city, "ann", &[Role::Analyst]).await;
    let bob = member(&city, "bob", &[Role::Releaser]).await;
    finish(&ann, &bob).await;
    publish(&ann, &bob).await;
    release_open_wave(&city).await;
    city.close_and_open(&city.invited).await;
    city.clock
        .set(closes_at().checked_add_months(Months::new(24)).unwrap());
    erase(&city.db, "harbin-2012-2014", true, &city.clock)
        .await
        .unwrap();
    for table in ["remark", "text_review", "text_coding", "text_theme"] {
        let left = city.column(&format!("SELECT question FROM {table}")).await;
        assert!(left.is_empty(), "{table}");
    }
    assert!(city.get(PAGE).await.body.contains("65 人写了文字"));
}

#[tokio::test]
async fn the_tables_take_no_text_that_one_person_reviewed_or_coded_twice() {
    let city = City::start().await;
    let wave = city.open.id.0;
    for (table, row) in [
        (
            "text_review",
            format!("'a', {wave}, 'Q5', 'w', 'ann', 'ann'"),
        ),
        (
            "text_coding",
            format!("'a', {wave}, 'Q5', 'ann', '[]', 'ann', '[]'"),
        ),
        (
            "text_publication",
            format!("{wave}, 'ann', '2014-01-01', '{{}}', 'ann', '2014-01-01'"),
        ),
    ] {
        let insert = |row: &str| format!("INSERT INTO {table} VALUES ({row})");
        let txn = db::begin_write(&city.db).await.unwrap();
        let refused = txn.execute_unprepared(&insert(&row)).await.unwrap_err();
        assert!(
            refused.to_string().to_lowercase().contains("check"),
            "{refused}"
        );
        drop(txn);
        let txn = db::begin_write(&city.db).await.unwrap();
        let two = row.replacen("'ann'", "'bob'", 1);
        txn.execute_unprepared(&insert(&two)).await.unwrap();
    }
}
