//! The report of a release on paper and its figures as pictures, read again by poppler (Debian's `poppler-utils`).

use std::process::Command;

use accounts::{Role, Scope};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use chrono::TimeDelta;
use messages::{Locale, text};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use results::Release;
use results::release::{IndicatorResult, Judgement, Results};
use results::store::insert_release;
use scraper::{Html, Selector};
use tempfile::TempDir;

use crate::city::{Answer, City};
use crate::releases::{open_link, publish, sample};
use crate::staff::member;

/// A PDF as poppler reads it.
struct Paper {
    folder: TempDir,
}

impl Paper {
    fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.headers[CONTENT_TYPE], "application/pdf");
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("paper.pdf"), &answer.content).unwrap();
        Self { folder }
    }

    fn read(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program)
            .args(arguments)
            .arg("paper.pdf")
            .arg("-")
            .current_dir(&self.folder)
            .output()
            .unwrap_or_else(|error| panic!("{program} of poppler-utils: {error}"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // Every fault of a file is told there.
        assert!(
            output.status.success() && said.is_empty(),
            "{program}: {said}"
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// What its catalogue says, and its fonts, a line each.
    fn told_by(&self, program: &str) -> String {
        let output = Command::new(program)
            .arg("paper.pdf")
            .current_dir(&self.folder)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says, without the ends of lines, which are the layout's.
    fn said(&self) -> String {
        flat(self.read("pdftotext", &["-layout"]))
    }

    /// What each of its pages says.
    fn pages(&self) -> Vec<String> {
        let text = self.read("pdftotext", &["-layout"]);
        let pages = text.split('\u{c}').filter(|page| !page.trim().is_empty());
        pages.map(flat).collect()
    }
}

/// Words without the spaces between them.
fn flat(words: impl AsRef<str>) -> String {
    words.as_ref().split_whitespace().collect()
}

async fn report(city: &City, address: &str) -> Paper {
    Paper::of(&city.get(address).await)
}

fn indicators(release: &Release) -> &[IndicatorResult] {
    match &release.results {
        Results::Probability { indicators, .. } => indicators,
        Results::Open { .. } => panic!("a sample has indicators"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

#[tokio::test]
async fn the_report_says_every_figure_and_verdict_of_the_release_in_both_languages() {
    let city = City::start().await;
    publish(&city).await;
    let release = sample(&city);
    for (query, locale) in [("", Locale::Chinese), ("?lang=en", Locale::English)] {
        let address = format!("/results/invited/files/report.pdf{query}");
        let paper = report(&city, &address).await;
        let said = paper.said();
        let has = |words: &str| assert!(said.contains(&flat(words)), "{words}: {said}");
        for result in indicators(&release) {
            has(locale.wording(&result.short));
            has(locale.wording(&result.name));
            has(&result.quote);
            if let Judgement::Threshold { verdict, .. } = result.judgement {
                use plan::verdict::Verdict::{Met, NotMet, Undetermined, UndeterminedQuality};
                has(&locale.t(match verdict {
                    Met => text::VERDICT_MET,
                    NotMet => text::VERDICT_NOT_MET,
                    Undetermined => text::VERDICT_UNDETERMINED,
                    UndeterminedQuality => text::VERDICT_QUALITY,
                }));
            }
            let groups = result.groups.iter().flat_map(|table| &table.classes);
            let figures = (result.rate.into_iter())
                .chain(result.districts.iter().filter_map(|it| it.figure))
                .chain(groups.filter_map(|class| class.figure));
            for figure in figures {
                has(&percent(figure.value));
                let (lower, upper) = figure.interval;
                has(&format!("{}–{}", percent(lower), percent(upper)));
            }
            for other in &result.sensitivity {
                has(&percent(other.value));
            }
            for district in &result.districts {
                has(locale.wording(&district.name));
            }
        }
        has(&locale.t(text::SUPPRESSED));
        has(&locale.t(text::SIMULATED_BANNER));
    }
}

#[tokio::test]
async fn every_page_is_a4_and_names_the_release_and_whether_it_is_simulated() {
    let city = City::start().await;
    publish(&city).await;
    for (address, language) in [
        ("/results/invited/files/report.pdf", "zh-CN"),
        ("/results/open/files/report.pdf?lang=en", "en"),
        ("/amended/invited/1/files/report.pdf", "zh-CN"),
    ] {
        let answer = city.get(address).await;
        let paper = Paper::of(&answer);
        let facts = paper.told_by("pdfinfo");
        for fact in [
            "(A4)",
            "Tagged:          yes",
            "JavaScript:      no",
            "Encrypted:       no",
        ] {
            assert!(facts.contains(fact), "{fact}: {facts}");
        }
        let raw = String::from_utf8_lossy(&answer.content);
        assert!(raw.contains(&format!("/Lang({language})")), "{address}");
        let locale = if language == "en" {
            Locale::English
        } else {
            Locale::Chinese
        };
        let simulated = locale.t(text::TAKE_SIMULATED);
        let cited = city.get(&address.replace("/files/report.pdf", "")).await;
        let hash = cited.attribute_after("<p class=\"fine\"><a", "href");
        let hash = hash
            .split('?')
            .next()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap()
            .to_owned();
        let pages = paper.pages();
        for (number, page) in (1_usize..).zip(&pages) {
            let numbered = locale.t(text::ReportPage {
                page: number,
                pages: pages.len(),
            });
            for said in [simulated.as_str(), &numbered, &hash] {
                assert!(
                    page.contains(&flat(said)),
                    "{address} {number}: {said}: {page}"
                );
            }
        }
        // Every font is there, and of each only what is used.
        let fonts = paper.told_by("pdffonts");
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            let embedded = font.contains("NotoSans") && font.contains("yes yes yes");
            assert!(embedded, "{address}: {font}");
        }
        assert!(!paper.said().contains("[U+"), "{address}: a missing letter");
        assert!(answer.bytes < 600_000, "{address}: {}", answer.bytes);
    }
}

#[tokio::test]
async fn what_is_not_shown_stands_on_no_paper() {
    let city = City::start().await;
    publish(&city).await;
    let open = open_link(&city);
    let Results::Open { tables } = &open.results else {
        panic!("an open link has counts");
    };
    let said = report(&city, "/results/open/files/report.pdf").await.said();
    assert!(
        !said.contains("987651") && !said.contains("987,651"),
        "{said}"
    );
    assert!(said.contains(&flat(Locale::Chinese.t(text::OPEN_HEADLINE))));
    assert!(said.contains(&flat(Locale::Chinese.wording(&tables[0].text))));
    assert!(!said.contains("置信区间"), "{said}");
}

#[tokio::test]
async fn an_official_gets_their_part_on_paper_before_everybody_and_nothing_else() {
    let city = City::start().await;
    let mut release = sample(&city);
    let now = release.released_at;
    release.release_at(now, now + TimeDelta::days(3));
    let txn = db::begin_write(&city.db).await.unwrap();
    insert_release(&txn, city.invited.id, &release, now)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    city.clock.set(now + TimeDelta::hours(1));
    let public = "/results/invited/files/report.pdf";
    assert_eq!(city.get(public).await.status, StatusCode::NOT_FOUND);

    let result = &indicators(&release)[0];
    let (own, other) = (&result.districts[0], &result.districts[2]);
    let scope = format!("district:{}", own.code);
    let address = |scope: &str| {
        let scope = utf8_percent_encode(scope, NON_ALPHANUMERIC);
        format!("/studio/results/invited/{scope}/report.pdf")
    };
    let role = Role::Official(Scope::District(own.code.to_string()));
    let official = member(&city, "daoli", &[role]).await;
    let answer = official.get(&address(&scope)).await;
    let kept = answer.headers[CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(kept, "attachment; filename=\"invited-report.pdf\"");
    let paper = Paper::of(&answer);
    let locale = Locale::Chinese;
    for page in paper.pages() {
        assert!(page.contains("前不公开"), "{page}");
    }
    let said = paper.said();
    assert!(said.contains(&percent(own.figure.unwrap().value)), "{said}");
    assert!(!said.contains(&flat(locale.wording(&other.name))), "{said}");
    let elsewhere = indicators(&release).iter().flat_map(|it| &it.districts);
    let elsewhere = elsewhere.filter(|it| it.code != own.code);
    let elsewhere: Vec<(f64, f64)> = elsewhere
        .filter_map(|it| Some(it.figure?.interval))
        .collect();
    for (lower, upper) in elsewhere {
        let interval = format!("{}–{}", percent(lower), percent(upper));
        assert!(!said.contains(&interval), "{interval}: {said}");
    }
    for forbidden in ["city", &format!("district:{}", other.code)] {
        let answer = official.get(&address(forbidden)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{forbidden}");
    }
    let readings = "SELECT subject FROM audit_entry WHERE action = 'see-early'";
    assert_eq!(
        city.column(readings).await.len(),
        1,
        "every reading is logged"
    );

    let mayor = member(&city, "mayor", &[Role::Official(Scope::City)]).await;
    let whole = Paper::of(&mayor.get(&address("city")).await);
    assert!(whole.pages().len() > indicators(&release).len());
    assert!(whole.pages().iter().all(|page| page.contains("前不公开")));
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let early = analyst
        .get("/studio/waves/invited/release/report.pdf")
        .await;
    assert!(Paper::of(&early).said().contains("前不公开"));
    assert_eq!(city.column(readings).await.len(), 3);

    city.clock
        .set(release.public_from() + TimeDelta::seconds(1));
    let said = report(&city, public).await.said();
    assert!(!said.contains("前不公开"), "{said}");
}

#[tokio::test]
async fn a_report_is_the_same_every_time_and_leads_from_every_page_of_its_release() {
    let city = City::start().await;
    publish(&city).await;
    let again = City::start().await;
    publish(&again).await;
    for address in [
        "/results/invited/files/report.pdf",
        "/results/invited/files/sat-environment.districts.png?lang=en",
    ] {
        let (one, other) = (city.get(address).await, again.get(address).await);
        assert_eq!(one.status, StatusCode::OK, "{address}");
        assert!(one.content == other.content, "{address}");
    }
    for page in [
        "/results/invited",
        "/results/open",
        "/results/invited/sat-environment",
    ] {
        let link = city.get(page).await;
        let link = link.attribute_after("<p class=\"take\"><a", "href");
        assert!(link.ends_with("/files/report.pdf"), "{page}: {link}");
    }
    let files = city.get("/results/invited/files").await;
    let links = Selector::parse("main section ul a").unwrap();
    let document = Html::parse_document(&files.body);
    let first = document.select(&links).next().unwrap();
    assert_eq!(
        first.attr("href"),
        Some("/results/invited/files/report.pdf")
    );
}

#[tokio::test]
async fn a_picture_is_as_large_as_its_drawing_twice_over_and_shows_something() {
    let city = City::start().await;
    publish(&city).await;
    for shows in ["history", "districts"] {
        let name = format!("/results/invited/files/sat-environment.{shows}");
        let drawing = city.get(&format!("{name}.svg")).await;
        let side = |name: &str| -> f64 { drawing.attribute_after("<svg", name).parse().unwrap() };
        let picture = city.get(&format!("{name}.png")).await;
        assert_eq!(picture.status, StatusCode::OK, "{name}");
        // Width and height stand in the first chunk, behind its length and name.
        let number = |at: usize| {
            let bytes: [u8; 4] = picture.content[at..at + 4].try_into().unwrap();
            f64::from(u32::from_be_bytes(bytes))
        };
        assert!((number(16) - 2.0 * side(" width")).abs() < 1.0, "{name}");
        assert!((number(20) - 2.0 * side(" height")).abs() < 1.0, "{name}");
        assert!(picture.bytes > 8000, "{name}: {}", picture.bytes);
    }
}
