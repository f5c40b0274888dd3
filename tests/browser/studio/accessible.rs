//! axe-core on every page of staff, at a desk and on a phone, in both languages.

use accounts::{Role, Scope};

use super::colliding::begin_from_residents;
use super::desk::{Desk, hire};
use crate::accessibility::Faults;
use crate::browser::Browser;
use crate::stage::Stage;

/// The pages besides those of a draft and a version.
const PAGES: [&str; 33] = [
    "/studio",
    "/studio/plans",
    "/studio/plans/harbin-2012-2014",
    "/studio/plans/harbin-2012-2014/margins",
    "/studio/plans/harbin-2012-2014/margins/sex",
    "/studio/plans/harbin-2012-2014/measures/sat-gov-integrity",
    "/studio/plans/harbin-2012-2014/register",
    "/studio/plans/harbin-2012-2014/register/adm-culture-share",
    "/studio/frames",
    "/studio/samples",
    "/studio/waves/invited",
    "/studio/waves/invited/letters",
    "/studio/waves/invited/letters/addresses",
    "/studio/waves/invited/cases",
    "/studio/waves/invited/monitor",
    "/studio/waves/invited/paper",
    "/studio/waves/invited/interviewers",
    "/studio/field",
    "/studio/questionnaires",
    "/studio/drafts/new",
    "/studio/waves",
    "/studio/waves/new",
    "/studio/waves/residents",
    "/studio/waves/residents/poster",
    "/studio/waves/suggestions-2013/texts",
    "/studio/waves/suggestions-2013/texts/S2/themes",
    "/studio/waves/suggestions-2014/texts",
    "/studio/waves/suggestions-2014/texts/S2/review/first",
    "/studio/waves/suggestions-2014/texts/S2/review/second",
    "/studio/results",
    "/studio/people",
    "/studio/audit",
    "/studio/account",
];

/// The pages of a draft.
const DRAFT: [&str; 10] = [
    "",
    "/design",
    "/design?at=question.R11",
    "/design?at=question.R03",
    "/design?at=scale.S5",
    "/design?at=arm.anticorruption",
    "/paths",
    "/translation",
    "/difference",
    "/bank?q=满意",
];

/// Nothing to object to, anywhere.
pub(crate) async fn every_page_is_accessible(browser: &Browser, stage: &Stage) {
    hire(
        stage,
        "looker",
        &[
            Role::Designer,
            Role::FieldManager,
            Role::Administrator,
            Role::Analyst,
            Role::Interviewer,
            Role::Official(Scope::City),
            Role::Official(Scope::District("230102".to_owned())),
        ],
    )
    .await;
    let desk = Desk::sign_in(browser, stage, "looker").await;
    begin_from_residents(&desk).await;
    let address = browser.client.current_url().await.unwrap();
    let draft = address.path().trim_end_matches("/design").to_owned();
    let mut pages: Vec<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    pages.extend(DRAFT.iter().map(|page| format!("{draft}{page}")));
    browser.open(&stage.at("/studio/questionnaires")).await;
    let version = browser
        .value("document.querySelector('a[href*=\"/studio/versions/\"]').pathname")
        .await;
    let version = version.as_str().unwrap().to_owned();
    pages.extend(["", "/paths", "/workbook"].map(|page| format!("{version}{page}")));
    // A frame, a sample that was drawn from it, planning another, and the cases of a community.
    for (list, link) in [
        ("/studio/frames", "/studio/frames/"),
        ("/studio/samples", "/studio/samples/1"),
        ("/studio/samples", "/studio/samples/new?"),
        (
            "/studio/waves/invited/cases",
            "/studio/waves/invited/cases/",
        ),
    ] {
        browser.open(&stage.at(list)).await;
        let script = format!(
            "(it => it.pathname + it.search)(document.querySelector('main a[href*=\"{link}\"]'))"
        );
        let page = browser.value(&script).await;
        pages.push(page.as_str().unwrap().to_owned());
    }
    for (width, height) in [(1280, 800), (360, 740)] {
        browser.resize(width, height).await;
        for language in ["zh", "en"] {
            let mut faults = Faults::new(browser, language);
            for page in &pages {
                let sign = if page.contains('?') { '&' } else { '?' };
                browser
                    .open(&stage.at(&format!("{page}{sign}lang={language}")))
                    .await;
                browser.find("main h1").await;
                faults.look_at(page).await;
                browser.assert_no_sideways_scrolling().await;
            }
            faults.assert_none();
        }
    }
}
