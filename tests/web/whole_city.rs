//! A city runs its own survey, page by page and by several people: the plan comes in, the frame, a sample is drawn, a wave
//! opened, letters printed, households answer by the code on their letter, visits are noted, a reminder is sent, the wave
//! is closed, opened, computed by one person and released by another.

use std::io::{Cursor, Read};
use std::time::Duration;

use axum::http::StatusCode;
use chrono::TimeDelta;
use scraper::{Html, Selector};
use zip::ZipArchive;

use crate::city::{Answer, City};
use crate::microdata;
use crate::staff::{Member, member, sign_in};
use accounts::Role;
use fieldwork::store::{find_wave, list_sampled_psus};
use results::release::Results;
use results::store::find_stored_release;

const PLAN: &str = include_str!("../../surveys/examples/town/plan.toml");
const FRAME: &str = include_str!("../../surveys/examples/town/frame.csv");
const MARGINS: &str = include_str!("../../surveys/examples/town/margins.toml");
const RESIDENTS: &str = include_str!("../../surveys/examples/town/residents.toml");

/// The outlines of the town's parts.
const MAP: &str = include_str!("town_districts.geojson");
/// The communities of the town as its office lists them: the population of each part is that of the plan.
const UNITS: &str = include_str!("town_units.csv");
const WAVE: &str = "/studio/waves/town-2014";

/// The people of a survey office.
struct Office<'c> {
    city: &'c City,
    manager: Member<'c>,
    designer: Member<'c>,
    reader: Member<'c>,
    analyst: Member<'c>,
    releaser: Member<'c>,
}

impl<'c> Office<'c> {
    async fn of(city: &'c City) -> Self {
        Self {
            city,
            manager: member(city, "manager", &[Role::FieldManager]).await,
            designer: member(city, "designer", &[Role::Designer]).await,
            reader: member(city, "reader", &[Role::Designer]).await,
            analyst: member(city, "analyst", &[Role::Analyst]).await,
            releaser: member(city, "releaser", &[Role::Releaser]).await,
        }
    }

    /// Brings the plan in and has its questionnaire read by somebody else; the hash of the version.
    async fn adopt_plan(&self) -> String {
        let plan = PLAN.replace("[2026, 2027]", "[2013, 2014]\nearly_days = 2");
        let files: [(&str, &str, &[u8]); 5] = [
            ("folder", "town/plan.toml", plan.as_bytes()),
            ("folder", "town/frame.csv", FRAME.as_bytes()),
            ("folder", "town/margins.toml", MARGINS.as_bytes()),
            ("folder", "town/residents.toml", RESIDENTS.as_bytes()),
            ("folder", "town/districts.geojson", MAP.as_bytes()),
        ];
        let taken = self.manager.upload_all("/studio/plans", &[], &files).await;
        let page = self.manager.get(leads(&taken)).await;
        let draft = page.attribute_after("class=\"notice\"", "href").to_owned();
        let seen = ("seen", "1");
        let review = format!("{draft}/review");
        let sent = self.designer.post(&review, &[seen]).await;
        leads(&sent);
        let waiting = self.reader.get("/studio").await;
        assert!(waiting.body.contains(&draft), "{}", waiting.body);
        let approved = [seen, ("kinds", "yes")];
        let publish = format!("{draft}/publish");
        leads(&self.reader.post(&publish, &approved).await);
        let hash = "SELECT hash FROM questionnaire_version WHERE questionnaire = 'residents'";
        self.city.column(hash).await.remove(0)
    }

    /// Takes a list of communities in and makes it the frame; its hash.
    async fn adopt_frame(&self) -> String {
        let fields = [("plan", "example-town")];
        let file = ("名录.csv", UNITS.as_bytes());
        let uploaded = self.manager.upload("/studio/frames", &fields, file).await;
        let draft = leads(&uploaded).to_owned();
        let facts = [
            ("name", "社区名录"),
            ("source", "民政局"),
            ("reference-date", "2014-06-30"),
            ("status", "synthetic"),
            ("tolerance", "10"),
        ];
        leads(&self.manager.post(&draft, &facts).await);
        let page = self.manager.get(&draft).await;
        let hash = page.attribute_after("name=\"frame\"", "value").to_owned();
        let sure = [("frame", hash.as_str()), ("confirmed", "yes")];
        let taken = self.manager.post(&format!("{draft}/adoption"), &sure).await;
        leads(&taken);
        hash
    }

    /// Draws a sample from the frame; its number.
    async fn draw(&self, frame: &str) -> String {
        let design = [
            ("frame", frame),
            ("households", "96"),
            ("per-psu", "16"),
            ("minimum", "2"),
            ("allocation", "equal"),
            ("response", "60"),
            ("rate", "80"),
            ("rho", "0.05"),
            ("weights", "1.2"),
            ("letter-cost", "3"),
            ("psu-cost", "100"),
            ("name", "2014年样本"),
            ("seed", ""),
            ("replicates", "2"),
            ("reserve-per-psu", "2"),
            ("confirmed", "yes"),
            ("before", "0"),
        ];
        let drawn = self.manager.post("/studio/samples", &design).await;
        let (_, number) = leads(&drawn).rsplit_once('/').unwrap();
        number.to_owned()
    }

    async fn open_wave(&self, version: &str, sample: &str) {
        let fields = [
            ("sample", sample),
            ("version", version),
            ("plan", "example-town"),
            ("title-zh", "示例镇居民满意度调查"),
            ("slug", "town-2014"),
            ("opens", "2014-09-07T01:00"),
            ("closes", "2014-09-28T00:00"),
            ("contact-zh", "镇统计站 5550101"),
        ];
        let opened = self.manager.post("/studio/waves", &fields).await;
        assert_eq!(leads(&opened), WAVE);
    }

    /// Makes the letters of a mailing; the case and the code of each.
    async fn letters(&self, mailing: &str) -> Vec<(String, String)> {
        let letters = format!("{WAVE}/letters");
        let fields = [("mailing", mailing), ("sure", "yes")];
        leads(&self.manager.post(&letters, &fields).await);
        self.settled(&self.manager, &letters).await;
        let file = self.manager.post(&format!("{letters}/file"), &[]).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.body);
        let mut zip = ZipArchive::new(Cursor::new(&file.content)).unwrap();
        let mut table = String::new();
        let mut part = zip.by_name("mail-house.csv").unwrap();
        part.read_to_string(&mut table).unwrap();
        let mut table = csv::Reader::from_reader(table.as_bytes());
        let rows = table.records().map(|row| {
            let row = row.unwrap();
            (row[0].to_owned(), row[4].to_owned())
        });
        rows.collect()
    }

    /// A page once nothing runs on it any more.
    async fn settled(&self, member: &Member<'_>, page: &str) -> Answer {
        loop {
            let shown = member.get(page).await;
            if !shown.headers.contains_key("refresh") {
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Where a form led on to.
fn leads(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location()
}

/// Answers by the code on a letter, three of four persons satisfied.
async fn answer(city: &City, code: &str, person: usize) -> Answer {
    let satisfied = if person.is_multiple_of(4) { 2 } else { 5 };
    let why = if satisfied == 2 { "&Q3=1" } else { "" };
    let form = format!(
        "_variant=0&Q1=2&Q2={satisfied}{why}&Q5={}&Q6=2",
        person % 2 + 1
    );
    city.post(&format!("/i/{code}"), "", form).await
}

/// Reads the results as everybody does, and what they say of the reserve.
async fn assert_results_are_read(city: &City, respondents: usize) {
    let public = city.get("/results/town-2014?lang=en").await;
    assert_eq!(public.status, StatusCode::OK);
    let respondents = respondents.to_string();
    let reserve = "Replicate 1 was released on 7 September 2014: 12 more households were invited.";
    for said in [
        "Satisfaction with public services",
        "simulated",
        &respondents,
        "2 replicates of 2 households",
        reserve,
    ] {
        assert!(public.body.contains(said), "{said}: {}", public.body);
    }
    assert!(!public.body.contains("Replicate 2"), "{}", public.body);
    let chinese = city.get("/results/town-2014?lang=zh").await.body;
    let reserve = "第 1 组于2014年9月7日释放，多邀请 12 户";
    assert!(chinese.contains(reserve), "{chinese}");
}

/// Every part of the town has a page, and every figure a map of them.
async fn assert_parts_are_read(city: &City) {
    let figure = city.get("/results/town-2014/sat-services?lang=en").await;
    assert_eq!(figure.body.matches("<path").count(), 3, "{}", figure.body);
    let told = figure.attribute_after("<desc", "id");
    assert_eq!(told, "rates-description");
    let part = city.get("/results/town-2014/districts/1?lang=en").await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(part.body.contains("<h1>East community"), "{}", part.body);
    let none = city.get("/results/town-2014/districts/9").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

/// The monitor shows what came back, in figures and on a map, and no answer.
async fn is_monitored(office: &Office<'_>) {
    let monitor = office.manager.get(&format!("{WAVE}/monitor?lang=en")).await;
    assert_eq!(monitor.status, StatusCode::OK, "{}", monitor.body);
    assert!(monitor.body.contains("RR3"), "{}", monitor.body);
    assert_eq!(monitor.body.matches("<path").count(), 3, "{}", monitor.body);
    let told = monitor.attribute_after("<desc", "id");
    assert_eq!(told, "returns-description");
    assert!(
        monitor.body.contains("the smallest share came back in "),
        "{}",
        monitor.body
    );
    assert!(
        !monitor.body.contains("75.0%"),
        "nobody sees a rate of answers"
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told as it happens")]
async fn a_city_runs_its_own_survey_from_the_plan_to_the_release() {
    let city = City::start().await;
    let mut office = Office::of(&city).await;
    let version = office.adopt_plan().await;
    let frame = office.adopt_frame().await;
    let sample = office.draw(&frame).await;
    office.open_wave(&version, &sample).await;
    city.clock.set(city.clock.now() + TimeDelta::hours(2));
    office.manager = sign_in(&city, "manager").await;

    let letters = office.letters("invitation").await;
    assert_eq!(letters.len(), 96);
    let answer = async |code: &str, person: usize| answer(&city, code, person).await;
    for (person, (_, code)) in letters.iter().enumerate().take(72) {
        leads(&answer(code, person).await);
    }

    // One of those who did not answer was not at home, another refuses: this one gets no reminder.
    let cases = format!("{WAVE}/cases");
    let page = office.manager.get(&cases).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let day = "2014-09-07";
    let list = format!(
        "编号,日期,方式,结果\n{},{day},visit,2.24\n{},{day},visit,2.11\n",
        letters[72].0, letters[73].0
    );
    let visits = format!("{WAVE}/attempts");
    let told = ("visits.csv", list.as_bytes());
    let noted = office.manager.upload(&visits, &[], told).await;
    assert!(noted.body.contains("新登记 2 次接触"), "{}", noted.body);

    // Fewer answer than was hoped: the first replicate of the reserve is released and invited, the second is kept.
    let reserve = format!("{WAVE}/letters/reserve");
    let release = [("replicate", "1"), ("reason", "回收低于预期")];
    leads(&office.manager.post(&reserve, &release).await);
    let more = office.letters("replicate-1").await;
    for (person, (_, code)) in more.iter().enumerate() {
        leads(&answer(code, person).await);
    }

    let plan = [("day1", "2014-09-14"), ("day2", "")];
    let reminders = format!("{WAVE}/letters/reminders");
    leads(&office.manager.post(&reminders, &plan).await);
    city.clock.set(city.clock.now() + TimeDelta::days(8));
    // Sessions end long before.
    office.manager = sign_in(&city, "manager").await;
    let reminder = "SELECT CAST(id AS text) FROM mailing WHERE kind = 'reminder'";
    let reminder = city.column(reminder).await.remove(0);
    let reminded = office.letters(&reminder).await;
    assert_eq!(reminded.len(), 23, "who answered or refused is left alone");
    leads(&answer(&reminded[0].1, 72).await);
    // A case counts once, whichever code comes first.
    let old = letters
        .iter()
        .find(|(case, _)| *case == reminded[0].0)
        .unwrap();
    let again = answer(&old.1, 72).await;
    assert_ne!(again.status, StatusCode::SEE_OTHER, "{}", again.body);

    is_monitored(&office).await;

    office.releaser = sign_in(&city, "releaser").await;
    office.analyst = sign_in(&city, "analyst").await;
    let closing = [("reason", "已到截止日期"), ("sure", "yes")];
    leads(
        &office
            .manager
            .post(&format!("{WAVE}/close"), &closing)
            .await,
    );
    leads(&office.releaser.post(&format!("{WAVE}/opening"), &[]).await);
    office.settled(&office.releaser, WAVE).await;
    leads(
        &office
            .analyst
            .post(&format!("{WAVE}/computation"), &[])
            .await,
    );
    office.settled(&office.analyst, WAVE).await;
    let review = office.analyst.get(&format!("{WAVE}/review?lang=en")).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.body);
    let counted_once = "It counts once, by the form that is taken in first";
    for said in [
        "As registered",
        counted_once,
        "Urban",
        "pairs of forms",
        "RR3",
    ] {
        assert!(review.body.contains(said), "{said}: {}", review.body);
    }
    let preview = office.releaser.get(&format!("{WAVE}/release")).await;
    let looked = "SELECT actor FROM audit_entry WHERE action = 'see-preview'";
    assert_eq!(city.column(looked).await, ["releaser"]);
    office.releaser.get(&format!("{WAVE}/release")).await;
    assert_eq!(city.column(looked).await, ["releaser"], "noted once");
    let seen = preview.attribute_after("name=\"seen\"", "value").to_owned();
    let sure = [("seen", seen.as_str()), ("sure", "yes")];
    let released = office
        .releaser
        .post(&format!("{WAVE}/release"), &sure)
        .await;
    // As the plan says, nobody but officials and who computed it reads it on the first two days.
    assert_eq!(leads(&released), format!("{WAVE}/release"));
    assert_embargo(&office).await;
    microdata::are_prepared(&city, &office.analyst, &office.releaser).await;
    city.clock.set(city.clock.now() + TimeDelta::days(2));
    assert_results_are_read(&city, 73 + more.len()).await;
    assert_parts_are_read(&city).await;
    assert_quality_is_told(&city).await;
    assert_base_weights_agree(&city).await;
    office.releaser = sign_in(&city, "releaser").await;
    office.analyst = sign_in(&city, "analyst").await;
    microdata::are_published(&city, &office.analyst, &office.releaser).await;
}

/// Before everybody may, only who computed and published it reads the release.
async fn assert_embargo(office: &Office<'_>) {
    for page in ["/results/town-2014", "/results/town-2014/quality"] {
        let hidden = office.city.get(page).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{page}");
    }
    let early = office
        .releaser
        .get(&format!("{WAVE}/release/quality"))
        .await;
    assert_eq!(early.status, StatusCode::OK, "{}", early.body);
}

/// Every item that has to be disclosed is, in both languages; what the town stated is said, and no district of which no figure is
/// shown is told of alone.
async fn assert_quality_is_told(city: &City) {
    let release = find_stored_release(&city.db, "town-2014")
        .await
        .unwrap()
        .unwrap();
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("the wave has a sample");
    };
    let (_, report) = release.quality().unwrap();
    for class in &report.districts {
        if let [alone] = class.districts.as_slice() {
            let districts = indicators.iter().flat_map(|result| &result.districts);
            let mut of_it = districts.filter(|district| district.code == *alone);
            assert!(of_it.any(|it| it.figure.is_some()), "{alone}");
        }
    }
    for language in ["zh-CN", "en"] {
        let address = format!("/results/town-2014/quality?lang={language}");
        let page = city.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let document = Html::parse_document(&page.body);
        let texts = |css: &str| -> Vec<String> {
            let css = Selector::parse(css).unwrap();
            let found = document.select(&css);
            found.map(|it| it.text().collect::<String>()).collect()
        };
        let (titles, said) = (texts("#method dt"), texts("#method dd"));
        assert_eq!((titles.len(), said.len()), (15, 15), "{titles:?}");
        assert!(said.iter().all(|said| !said.trim().is_empty()), "{said:?}");
        assert!(texts(".quality h2").len() >= 7, "{}", page.body);
    }
    let table = city
        .get("/results/town-2014/files/item_nonresponse.csv")
        .await;
    assert_eq!(table.status, StatusCode::OK, "{}", table.body);
}

/// Holds what the method of the release says of the reserve to the base weights: each household stands for as many as all
/// those invited of its community leave it.
async fn assert_base_weights_agree(city: &City) {
    let wave = find_wave(&city.db, "town-2014").await.unwrap().unwrap();
    let psus = list_sampled_psus(&city.db, wave.id).await.unwrap();
    let release = find_stored_release(&city.db, "town-2014")
        .await
        .unwrap()
        .unwrap();
    let Results::Probability { method, .. } = release.results else {
        panic!("the wave has a sample");
    };
    let reserve = method.reserve.unwrap();
    assert_eq!((reserve.replicates, reserve.per_psu), (2, 2));
    let released: u64 = reserve.released.iter().map(|it| it.households).sum();
    let (mut at_first, mut invited) = (0, 0);
    for psu in &psus {
        at_first += psu.at_first.cases;
        invited += psu.cases.cases;
        assert_eq!(psu.cases.cases, psu.at_first.cases + reserve.per_psu);
        let ratio = psu.base_weight / psu.at_first.base_weight;
        assert!((ratio - 16.0 / 18.0).abs() < 1e-12, "{psu:?}");
    }
    assert_eq!(
        (method.invitations, released),
        (invited, invited - at_first)
    );
}
