//! Whoever floods: drafts that are laborious to read, posted and viewed by many at once, while a resident wants a form.

use std::time::{Duration, Instant};

use accounts::Role;
use accounts::second_factor::Rule;
use axum::http::StatusCode;
use futures_util::future::join_all;
use tokio::runtime::{Builder, Runtime};

use web::Site;

use crate::city::City;
use crate::drafting::draft;
use crate::staff::{Member, member};

/// How long a resident may wait for the form in the middle of a flood.
const SOON: Duration = Duration::from_millis(100);

const HEAD: &str =
    "id = \"f\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"您好\" }\n";

/// Gates, and questions whose condition contradicts itself in the last two gates only: to prove that nobody is asked
/// them, every way through the gates before is tried.
fn contradictions(gates: usize, questions: usize) -> String {
    let open = (0..gates - 1).map(|i| format!("(G{i} == 1 || G{i} == 2)"));
    let (a, b) = (gates - 2, gates - 1);
    let equal = format!("(G{b} == 1 && G{a} == 1 || G{b} == 2 && G{a} == 2)");
    let unequal = format!("(G{b} == 1 && G{a} == 2 || G{b} == 2 && G{a} == 1)");
    let condition: Vec<String> = open.chain([equal, unequal]).collect();
    let condition = condition.join(" && ");
    let questions = (0..questions).map(|i| number(&format!("H{i}"), &condition));
    let gates = (0..gates).map(gate);
    HEAD.to_owned() + &gates.chain(questions).collect::<String>()
}

/// Gates, each with a question that it opens: a million times a million paths.
fn filters(number_of: usize) -> String {
    let pair = |i: usize| gate(i) + &number(&format!("F{i}"), &format!("G{i} == 1"));
    HEAD.to_owned() + &(0..number_of).map(pair).collect::<String>()
}

fn gate(i: usize) -> String {
    format!(
        "[[question]]\nid = \"G{i}\"\ntype = \"single\"\nzh = \"？\"\nchoices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}]\n"
    )
}

fn number(id: &str, condition: &str) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"{condition}\"\n"
    )
}

/// The threads of staff, which are not those of the test.
struct Staff(Option<Runtime>);

impl Staff {
    fn start() -> Self {
        let mut threads = Builder::new_multi_thread();
        let runtime = threads.worker_threads(1).enable_all().build();
        Self(Some(runtime.unwrap()))
    }

    async fn city(&self) -> City {
        let threads = self.0.as_ref().unwrap().handle();
        City::start_with(Site::default(), Rule::Offered, threads).await
    }
}

impl Drop for Staff {
    fn drop(&mut self) {
        self.0.take().unwrap().shutdown_background();
    }
}

/// How long a resident waits for the form, so many times: from the moment of coming, not from when there is somebody
/// to notice.
async fn waits(city: &City, times: usize) -> Vec<Duration> {
    let mut waited = Vec::new();
    for _ in 0..times {
        let comes = Instant::now() + Duration::from_millis(20);
        tokio::time::sleep_until(comes.into()).await;
        let form = city.get("/s/open").await;
        assert_eq!(form.status, StatusCode::OK);
        waited.push(comes.elapsed());
    }
    waited.sort_unstable();
    waited
}

/// What the resident waited while something else went on without end.
async fn meanwhile(
    endless: impl Future,
    resident: impl Future<Output = Vec<Duration>>,
) -> Vec<Duration> {
    tokio::select! {
        waited = resident => waited,
        _ = endless => panic!("it goes on for as long as anybody waits"),
    }
}

fn median(waited: &[Duration]) -> Duration {
    waited[waited.len() / 2]
}

/// Posts one laborious text after another, none like any before, and views what came of it.
async fn flood(designer: &Member<'_>, address: &str, text: &str, who: usize) {
    for round in 1.. {
        let text = format!("# {who} {round}\n{text}");
        let seen = round.to_string();
        let fields = [("based-on", seen.as_str()), ("text", text.as_str())];
        let posted = designer.post(&format!("{address}/text"), &fields).await;
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.body);
        for page in ["", "/design", "/paths", "/difference", "/phone"] {
            let page = designer.get(&format!("{address}{page}")).await;
            assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        }
    }
}

#[tokio::test]
async fn a_resident_is_answered_while_laborious_drafts_are_posted_and_viewed() {
    let staff = Staff::start();
    let city = staff.city().await;
    let people = [
        member(&city, "李明", &[Role::Designer]).await,
        member(&city, "王芳", &[Role::Designer]).await,
    ];
    let texts = [contradictions(30, 100), contradictions(14, 20), filters(60)];
    let mut drafts = Vec::new();
    for text in &texts {
        for _ in 0..4 {
            drafts.push((draft(&city, text).await.1, text));
        }
    }
    waits(&city, 1).await;
    let floods = drafts
        .iter()
        .enumerate()
        .map(|(who, (address, text))| flood(&people[who % people.len()], address, text, who));
    let floods = join_all(floods);
    let waited = meanwhile(floods, waits(&city, 40)).await;
    eprintln!(
        "in a flood: median {:?}, longest {:?}",
        median(&waited),
        waited.last().unwrap()
    );
    assert!(median(&waited) < SOON, "{waited:?}");
}

/// The control: the way it was, a draft read without a bound on the loop that answers residents.
#[tokio::test]
async fn a_draft_read_without_bound_on_the_loop_of_residents_holds_them_up() {
    let city = City::start().await;
    let text = contradictions(30, 100);
    waits(&city, 1).await;
    let reading = async {
        loop {
            let mut much = format::Budget::of_steps(20_000_000);
            format::read_within("draft.toml", text.as_bytes(), &mut much);
            tokio::task::yield_now().await;
        }
    };
    let waited = meanwhile(reading, waits(&city, 3)).await;
    eprintln!("the old way: median {:?}", median(&waited));
    assert!(median(&waited) > SOON, "{waited:?}");
}

#[tokio::test]
async fn hanging_up_and_asking_again_does_not_multiply_the_work() {
    let staff = Staff::start();
    let city = staff.city().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let other = member(&city, "王芳", &[Role::Designer]).await;
    let text = contradictions(30, 100);
    let (_, plain) = draft(&city, &filters(2)).await;
    for i in 0..60 {
        let (_, address) = draft(&city, &format!("# {i}\n{text}")).await;
        let asked = designer.get(&address);
        let gone = tokio::time::timeout(Duration::from_millis(5), asked).await;
        assert!(gone.is_err(), "it takes longer to make");
    }
    let asked = Instant::now();
    let page = other.get(&plain).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (waited, one) = (asked.elapsed(), reading_time(&text));
    eprintln!("after sixty who hung up: {waited:?}, one reading takes {one:?}");
    assert!(waited < one * 20, "{waited:?}, one reading takes {one:?}");
}

/// How long it takes to read a text, beside whatever else the machine does.
fn reading_time(text: &str) -> Duration {
    let begun = Instant::now();
    format::read("draft.toml", text.as_bytes());
    begun.elapsed()
}

#[tokio::test]
async fn a_draft_too_entangled_to_prove_can_be_saved_and_mended_but_not_sent_on() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let (id, address) = draft(&city, &contradictions(30, 100)).await;
    let page = designer.get(&address).await;
    assert!(page.body.contains("H0"), "{}", page.body);
    assert!(
        page.body
            .contains("无法证明每个人的填写路径都没有问题，请在此处简化")
    );
    let english = designer.get(&format!("{address}?lang=en")).await;
    assert!(english.body.contains("Too entangled to prove"));
    let map = designer.get(&format!("{address}/paths")).await;
    assert!(
        map.body.contains("没有证明所有路径都没有问题"),
        "{}",
        map.body
    );
    let sent = designer
        .post(&format!("{address}/review"), &[("seen", "1")])
        .await;
    assert_ne!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let simple = filters(2);
    let fields = [("based-on", "1"), ("text", simple.as_str())];
    let saved = designer.post(&format!("{address}/text"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(crate::drafting::text(&city, id).await, simple);
    let sent = designer
        .post(&format!("{address}/review"), &[("seen", "2")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}
