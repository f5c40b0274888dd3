//! A city runs its own survey in a browser, from an empty installation to published results: eight people, two commands at the
//! terminal (the program, and its first administrator), and households that answer by the code on their letter, on paper, and on
//! the phone of an interviewer.
//!
//! `tests/web/whole_city.rs` follows the same way without a browser, and looks closer at every step.

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use chrono::TimeDelta;
use clock::{Clock, in_china};
use data_encoding::BASE64;
use zip::ZipArchive;

use crate::accessibility::Faults;
use crate::browser::Browser;
use crate::form::Form;
use crate::program::{Program, free_port};

const MINYI: &str = env!("CARGO_BIN_EXE_minyi");
const PASSWORD: &str = "a sentence for the tests";
/// The communities of the town as its office lists them: the population of each part is that of the plan.
const UNITS: &str = include_str!("../web/town_units.csv");
const WAVE: &str = "/studio/waves/town";
/// Who is taken on by the administrator.
const PEOPLE: [(&str, &str); 7] = [
    ("manager", "field-manager"),
    ("writer", "designer"),
    ("reader", "designer"),
    ("analyst", "analyst"),
    ("releaser", "releaser"),
    ("clerk", "entry-clerk"),
    ("visitor", "interviewer"),
];
/// Of eight households so many answer, in every community.
const ANSWERING: usize = 5;

/// A survey office at one desk, on a program that has nothing in it yet.
struct Office<'a> {
    browser: &'a Browser,
    address: String,
    folder: tempfile::TempDir,
    _program: Program,
}

impl<'a> Office<'a> {
    /// Starts the program on an empty folder, and takes everybody on.
    async fn found(browser: &'a Browser) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("city.sqlite");
        let listen = format!("127.0.0.1:{}", free_port());
        let mut serve = Command::new(MINYI);
        serve.args(["serve", "--second-factor", "offered"]);
        place(&mut serve, &database, &listen);
        let program = Program::start(serve);
        program.says(|line| line.contains("listening on").then(String::new));
        let mut add = Command::new(MINYI);
        add.args(["user", "add", "chief", "--role", "administrator"]);
        place(&mut add, &database, &listen);
        let told = add.output().unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        let link = told
            .split_whitespace()
            .find(|word| word.starts_with("http"));
        let office = Self {
            browser,
            address: format!("http://{listen}"),
            folder,
            _program: program,
        };
        browser.resize(1280, 800).await;
        office.set_password(link.unwrap()).await;
        office.sign_in("chief").await;
        for (name, role) in PEOPLE {
            office.open("/studio/people").await;
            office.write("[name=name]", name).await;
            browser.click(&format!("[value={role}]")).await;
            office.send("/studio/people").await;
            let link = browser.find("#password-link").await.text().await.unwrap();
            office.sign_out().await;
            office.set_password(&link).await;
            office.sign_in("chief").await;
        }
        office.sign_out().await;
        office
    }

    async fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.address)).await;
    }

    async fn set_password(&self, link: &str) {
        self.browser.open(link.trim()).await;
        for name in ["new", "again"] {
            self.write(&format!("[name={name}]"), PASSWORD).await;
        }
        self.browser.click("main [type=submit]").await;
        self.browser.find("[name=password]").await;
    }

    async fn sign_in(&self, name: &str) {
        self.open("/studio/login").await;
        self.write("[name=name]", name).await;
        self.write("[name=password]", PASSWORD).await;
        self.browser.click("main [type=submit]").await;
        self.browser.find("nav.places").await;
    }

    async fn sign_out(&self) {
        self.browser.click("header.top form button").await;
        self.browser.find("[name=password]").await;
    }

    /// Leaves the desk to somebody else.
    async fn hand_over(&self, name: &str) {
        self.open("/studio").await;
        self.sign_out().await;
        self.sign_in(name).await;
    }

    /// Writes in a field, over what it held.
    async fn write(&self, css: &str, text: &str) {
        let field = self.browser.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Sets a field that browsers write in parts, such as a date.
    async fn set(&self, name: &str, value: &str) {
        self.browser.find(&format!("[name={name}]")).await;
        let script = format!("(document.querySelector('[name={name}]').value = '{value}')");
        self.browser.value(&script).await;
    }

    /// Chooses files for a field.
    async fn choose(&self, name: &str, files: &[&Path]) {
        let field = self.browser.find(&format!("[name={name}]")).await;
        let files: Vec<String> = files.iter().map(|it| it.display().to_string()).collect();
        field.send_keys(&files.join("\n")).await.unwrap();
    }

    /// Sends the form that goes to this path, and waits for the page that follows.
    async fn send(&self, path: &str) {
        self.browser.value("(window.sent = true)").await;
        self.browser
            .click(&format!("form[action=\"{path}\"] [type=submit]"))
            .await;
        self.browser.becomes("!window.sent").await;
        self.browser.find("main").await;
    }

    /// Waits until nothing runs on a page any more: it renews itself as long.
    async fn settled(&self) {
        self.browser
            .becomes("!document.querySelector('main [role=status]')")
            .await;
    }

    /// Nothing to object to on the page as it is, at a desk and on a phone; a picture of both.
    async fn is_accessible(&self, name: &str) {
        for (width, height, kind) in [(360, 740, "phone"), (1280, 800, "desk")] {
            self.browser.resize(width, height).await;
            let mut faults = Faults::new(self.browser, kind);
            faults.look_at(name).await;
            faults.assert_none();
            self.browser.assert_no_sideways_scrolling().await;
            self.browser.take(&format!("own-{name}-{kind}")).await;
        }
    }

    /// The path of the page.
    async fn path(&self) -> String {
        let address = self.browser.client.current_url().await.unwrap();
        address.path().to_owned()
    }

    /// The plan folder comes in; its questionnaire is sent on by one person and approved by another.
    async fn adopt_plan(&self) {
        self.sign_in("manager").await;
        let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/examples/town");
        let files = ["plan.toml", "frame.csv", "margins.toml", "residents.toml"];
        let files = files.map(|file| town.join(file));
        let files: Vec<&Path> = files.iter().map(AsRef::as_ref).collect();
        self.open("/studio/plans").await;
        self.choose("files", &files).await;
        self.send("/studio/plans").await;
        let draft = self.browser.find(".notice a").await;
        let draft = draft.attr("href").await.unwrap().unwrap();
        self.hand_over("writer").await;
        self.open(&draft).await;
        self.send(&format!("{draft}/review")).await;
        self.hand_over("reader").await;
        self.browser.comes_to_say("main", "示例镇").await;
        self.open(&draft).await;
        self.browser.click("[name=kinds]").await;
        self.send(&format!("{draft}/publish")).await;
    }

    /// The list of communities comes in and is made the frame.
    async fn adopt_frame(&self) {
        self.hand_over("manager").await;
        let list = self.folder.path().join("社区名录.csv");
        std::fs::write(&list, UNITS).unwrap();
        self.open("/studio/frames").await;
        self.choose("file", &[&list]).await;
        self.send("/studio/frames").await;
        let draft = self.path().await;
        self.write("[name=name]", "社区名录").await;
        self.write("[name=source]", "民政局").await;
        self.set("reference-date", "2026-06-30").await;
        self.browser
            .find("[name=status]")
            .await
            .select_by_value("synthetic")
            .await
            .unwrap();
        self.send(&draft).await;
        self.is_accessible("frame-draft").await;
        if !self.browser.find_all("[name=confirmed]").await.is_empty() {
            self.browser.click("[name=confirmed]").await;
        }
        self.send(&format!("{draft}/adoption")).await;
    }

    /// A sample is planned, drawn, and a wave opened with it.
    async fn open_wave(&self) {
        self.open("/studio/samples").await;
        self.browser
            .click("main a[href*=\"/studio/samples/new\"]")
            .await;
        for (name, value) in [
            ("households", "96"),
            ("per-psu", "16"),
            ("minimum", "2"),
            ("replicates", "1"),
            ("reserve-per-psu", "4"),
        ] {
            self.write(&format!("[name={name}]"), value).await;
        }
        self.browser.click("form[method=get] [type=submit]").await;
        self.browser
            .becomes("location.search.includes('households=96')")
            .await;
        self.write("[name=name]", "首次抽样").await;
        self.send("/studio/samples").await;
        self.is_accessible("draw").await;
        // Seen, and drawn.
        self.send("/studio/samples").await;
        self.browser
            .click("main a.main[href*=\"/studio/waves/new\"]")
            .await;
        self.write("[name=title-zh]", "示例镇居民满意度调查").await;
        self.write("[name=slug]", "town").await;
        self.write("[name=contact-zh]", "镇统计站 5550101").await;
        let now = in_china(Clock::System.now());
        let local = |moment: chrono::DateTime<_>| moment.format("%Y-%m-%dT%H:%M").to_string();
        self.set("opens", &local(now - TimeDelta::hours(1))).await;
        self.set("closes", &local(now + TimeDelta::days(14))).await;
        self.send("/studio/waves").await;
        assert_eq!(self.path().await, WAVE);
    }

    /// The letters are made and fetched; the code of each.
    async fn print_letters(&self) -> Vec<String> {
        let page = format!("{WAVE}/letters");
        self.open(&page).await;
        self.send(&page).await;
        let file = format!("{page}/file");
        self.browser.find(&format!("form[action=\"{file}\"]")).await;
        // A browser would save what this form brings; the page reads it instead.
        let fetched = self
            .browser
            .awaited(&format!(
                "fetch('{file}', {{method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('form[action=\"{file}\"]')))}})\
                 .then((it) => it.blob()).then((blob) => new Promise((done) => {{ const reader = new FileReader();\
                 reader.onload = () => done(reader.result.split(',')[1]); reader.readAsDataURL(blob); }}))"
            ))
            .await;
        let zip = BASE64.decode(fetched.as_str().unwrap().as_bytes()).unwrap();
        let mut zip = ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut table = String::new();
        let mut part = zip.by_name("mail-house.csv").unwrap();
        part.read_to_string(&mut table).unwrap();
        let mut table = csv::Reader::from_reader(table.as_bytes());
        let code = table.headers().unwrap().iter().position(|it| it == "code");
        let code = code.unwrap_or(4);
        table
            .records()
            .map(|row| row.unwrap()[code].to_owned())
            .collect()
    }

    /// A household follows the address on its letter on a phone and answers; others answer as their phones would.
    async fn are_answered(&self, codes: &[String]) {
        let browser = self.browser;
        browser.resize(360, 740).await;
        let first = format!("{}/i/{}", self.address, codes[0]);
        Form::open_at(browser, &first).await;
        self.fill_in().await;
        let script = "(async (codes) => { for (const [place, code] of codes.entries()) {\
            const content = place % 6 ? 'Q2=5' : 'Q2=2&Q3=1';\
            const body = `_variant=0&Q1=2&${content}&Q5=${place % 2 + 1}&Q6=2`;\
            const answer = await fetch('/i/' + code, {method: 'POST', body,\
              headers: {'Content-Type': 'application/x-www-form-urlencoded'}});\
            if (!answer.ok) return `${code}: ${answer.status}`; } return 'sent'; })";
        let answering = codes.iter().enumerate();
        let answering: Vec<&String> = answering
            .filter(|(place, _)| *place > 0 && *place % 8 < ANSWERING)
            .map(|(_, code)| code)
            .collect();
        let sending = serde_json::json!(answering);
        let sent = browser.awaited(&format!("{script}({sending})")).await;
        assert_eq!(sent, "sent");
        self.open(&format!("/i/{}", codes[0])).await;
        browser.comes_to_say("main", "已经").await;
        browser.resize(1280, 800).await;
    }

    /// Two booklets come back on paper. Of one both people type the same; of the other they do not, and it is settled.
    async fn are_typed_in(&self, alike: &str, different: &str) {
        let desk = format!("{WAVE}/paper");
        let entries = [
            ("clerk", [5, 5], "told=entered", "told=entered"),
            ("manager", [5, 4], "told=counted", "told=differs"),
        ];
        for (clerk, satisfied, told, also) in entries {
            self.hand_over(clerk).await;
            self.type_in(alike, satisfied[0], told).await;
            self.type_in(different, satisfied[1], also).await;
        }
        self.lay(different).await;
        self.is_accessible("settling").await;
        self.browser
            .value("document.querySelector('[name=_reading_Q2][value=first]').click()")
            .await;
        self.send(&format!("{desk}/settling")).await;
        self.is_told("told=counted").await;
    }

    /// Takes a booklet from the pile.
    async fn lay(&self, code: &str) {
        let desk = format!("{WAVE}/paper");
        self.open(&desk).await;
        self.write("[name=_code]", code).await;
        self.write("[name=_copy]", "0").await;
        self.send(&format!("{desk}/booklet")).await;
    }

    /// Copies a booklet, in which somebody is as satisfied as this.
    async fn type_in(&self, code: &str, satisfied: u8, told: &str) {
        self.lay(code).await;
        self.is_accessible("booklet").await;
        for (question, answer) in [("Q1", 2), ("Q2", satisfied), ("Q5", 1)] {
            let mark = format!("[name={question}][value=\"{answer}\"]");
            self.browser
                .value(&format!("document.querySelector('{mark}').click()"))
                .await;
        }
        self.write("[name=Q6]", "2").await;
        self.send(&format!("{WAVE}/paper/entry")).await;
        self.is_told(told).await;
    }

    /// What the desk tells of the last booklet.
    async fn is_told(&self, told: &str) {
        let address = self.browser.client.current_url().await.unwrap();
        assert_eq!(address.query(), Some(told));
    }

    /// An interviewer gets her households, goes to the first, and hands her phone over.
    async fn is_visited(&self) {
        let interviewers = format!("{WAVE}/interviewers");
        self.open(&interviewers).await;
        self.browser.value("(window.sent = true)").await;
        self.browser.click("[name=do][value=spread]").await;
        self.browser.becomes("!window.sent").await;
        self.hand_over("visitor").await;
        self.browser.resize(360, 740).await;
        self.open("/studio/field").await;
        self.browser.click("form.hand button").await;
        self.browser.find(".js .next").await;
        self.fill_in().await;
        self.browser.click("main a[href*=\"/studio/field\"]").await;
        self.browser.find("#phone").await;
        self.browser.resize(1280, 800).await;
        self.hand_over("manager").await;
    }

    /// A household answers on the phone that lies before it.
    async fn fill_in(&self) {
        for (question, code) in [("Q1", 2), ("Q2", 5), ("Q5", 1)] {
            self.browser
                .click(&format!("#{question} input[value=\"{code}\"] + span"))
                .await;
        }
        self.write("[name=Q6]", "2").await;
        self.browser.click(".next").await;
        self.browser.find(".receipt .code").await;
    }

    /// Somebody was not at home; the monitor says how it goes, and the wave is closed.
    async fn is_watched_and_closed(&self) {
        self.open(&format!("{WAVE}/cases")).await;
        let link = format!("main a[href*=\"{WAVE}/cases/\"]");
        self.browser.find(&link).await;
        let last = format!("[...document.querySelectorAll('{link}')].at(-1).pathname");
        let last = self.browser.value(&last).await;
        self.open(last.as_str().unwrap()).await;
        self.browser
            .click("details:has(form.attempt) > summary")
            .await;
        self.browser.value("(window.sent = true)").await;
        self.browser.click("form.attempt button[name=result]").await;
        self.browser.becomes("!window.sent").await;
        for page in ["correction", "letters/reserve"] {
            self.open(&format!("{WAVE}/{page}")).await;
            self.is_accessible(&page.replace('/', "-")).await;
        }
        self.open(&format!("{WAVE}/monitor")).await;
        self.browser.comes_to_say("main", "RR3").await;
        for way in ["纸质问卷：2", "在访问员的手机上填：1"] {
            self.browser.comes_to_say("main", way).await;
        }
        self.open(WAVE).await;
        self.write("form[action$=\"/close\"] [name=reason]", "已到截止日期")
            .await;
        self.browser
            .click("form[action$=\"/close\"] [name=sure]")
            .await;
        self.send(&format!("{WAVE}/close")).await;
    }

    /// One person opens what was sealed, one computes and looks it over, another one publishes.
    async fn is_released(&self) {
        self.hand_over("releaser").await;
        self.open(WAVE).await;
        self.send(&format!("{WAVE}/opening")).await;
        self.settled().await;
        self.hand_over("analyst").await;
        self.open(WAVE).await;
        self.send(&format!("{WAVE}/computation")).await;
        self.settled().await;
        self.browser
            .click(&format!("main a[href^=\"{WAVE}/review\"]"))
            .await;
        self.browser.comes_to_say("main", "与登记的内容一致").await;
        self.is_accessible("review").await;
        self.hand_over("releaser").await;
        self.open(&format!("{WAVE}/release")).await;
        self.is_accessible("preview").await;
        self.browser.click("[name=sure]").await;
        self.send(&format!("{WAVE}/release")).await;
        assert_eq!(self.path().await, "/results/town");
        self.browser.comes_to_say("main", "满意").await;
    }
}

/// Where a command finds its database, and where the program listens.
fn place(command: &mut Command, database: &Path, listen: &str) {
    command.arg("--database").arg(database);
    command.args(["--listen", listen]);
}

/// From nothing to published results.
pub(crate) async fn is_run_by_a_city(browser: &Browser) {
    let office = Office::found(browser).await;
    office.adopt_plan().await;
    office.adopt_frame().await;
    office.open_wave().await;
    let codes = office.print_letters().await;
    assert_eq!(codes.len(), 96);
    office.are_answered(&codes).await;
    let [alike, different] = [&codes[ANSWERING], &codes[ANSWERING + 1]];
    office.are_typed_in(alike, different).await;
    office.is_visited().await;
    office.is_watched_and_closed().await;
    office.is_released().await;
}
