//! Whoever logs what passes between phones and the server, encrypted: which code, when, and how many bytes either way. After
//! the opening he has the responses too.
//!
//! The size of a document would tell which variant it is, and with it the arms that stand on the response; the size of what
//! is sent follows from the answers. So documents of all variants are filled up to one size, and so is whatever the script
//! sends. The control are the same documents and forms before they are filled up.

use std::collections::{BTreeMap, BTreeSet};

use fieldwork::{AccessCode, SubmissionId};
use questionnaire::Answers;
use rand::rngs::ChaCha20Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, DATE, HeaderMap, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

use crate::people::{self, Truth};
use crate::town::Town;

/// Questions that anybody may answer or skip, and a code that each takes in every variant.
const OTHERS: [&str; 9] = [
    "R11", "R12", "R15", "R18", "R20", "R25", "R26", "R28", "R30",
];

/// What everybody answers who is asked on.
const REQUIRED: &str = "R01=3&R02=4&R03=230102";

/// What a form has beside its answers: a fill of 32 digits, and a variant of one or two.
const FRAME: usize = "&_fill=".len() + 32 + "&_variant=".len();

/// The groups of all arms, as they stand on a response.
type Arms = String;

/// The sizes of one visit.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    document: usize,
    sent: usize,
}

/// What is known of the sizes: of which arms a document can be, and how long a form of so many bytes is when it is sent.
struct Known {
    documents: BTreeMap<usize, BTreeSet<Arms>>,
    sent: Box<dyn Fn(usize) -> usize>,
}

/// A proxy in front of a town.
struct Proxy<'t> {
    town: &'t Town,
    client: Client,
}

/// A page as it passed.
struct Passed {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Passed {
    /// How many bytes it had with its header, which does not vary with the day.
    fn size(&self) -> usize {
        let header = self.headers.iter().filter(|(name, _)| *name != DATE);
        let header: usize = header
            .map(|(name, value)| name.as_str().len() + value.len())
            .sum();
        self.bytes.len() + header
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }
}

impl Proxy<'_> {
    async fn get(&self, path: &str, encoding: &str, cookie: &str) -> Passed {
        let address = format!("http://{}{path}", self.town.host());
        let request = self.client.get(address).header(ACCEPT_ENCODING, encoding);
        passed(request.header(COOKIE, cookie)).await
    }

    async fn post(&self, path: &str, encoding: &str, body: String) -> Passed {
        let address = format!("http://{}{path}", self.town.host());
        let request = self.client.post(address).header(ACCEPT_ENCODING, encoding);
        let form = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        passed(form.body(body)).await
    }
}

async fn passed(request: reqwest::RequestBuilder) -> Passed {
    let response = request.send().await.unwrap();
    Passed {
        status: response.status(),
        headers: response.headers().clone(),
        bytes: response.bytes().await.unwrap().to_vec(),
    }
}

fn proxy(town: &Town) -> Proxy<'_> {
    let client = Client::builder().redirect(Policy::none()).build();
    Proxy {
        town,
        client: client.unwrap(),
    }
}

/// What stands between two marks of a page.
fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

/// A document without the blanks that fill it up and the end that is put behind them.
fn unfilled(page: &str) -> &str {
    let (document, _) = page.rsplit_once("<input").unwrap();
    document.trim_end()
}

/// The arms of a document, as the response to it will have them.
fn arms_of(page: &str) -> Arms {
    between(page, "\"arms\":", "}").to_owned() + "}"
}

#[tokio::test]
async fn sizes_do_not_tell_which_answers_are_whose() {
    for town in Town::found_everywhere().await {
        let proxy = proxy(&town);
        let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
        let documents = documents(&proxy, town.codes[0], "br").await;
        let length: usize = documents.length;
        assert_eq!(documents.filled.len(), 1, "documents of one size");
        assert!(documents.plain.len() > 3, "a blind adversary");

        let mut truth = Truth::new();
        let (mut kept, mut control) = (BTreeMap::new(), BTreeMap::new());
        // Whoever answers on four points has no fifth.
        let mut numbers = (0..125).filter(|number| (0..3).all(|at| number / 5_u32.pow(at) % 5 < 4));
        for code in town.codes.iter().take(60) {
            let path = format!("/i/{code}");
            let page = proxy.get(&path, "identity", "").await;
            let cookie = page.headers[SET_COOKIE].to_str().unwrap();
            let cookie = cookie.split(';').next().unwrap();
            let compressed = proxy.get(&path, "br", cookie).await;
            let variant = between(page.text(), "name=\"_variant\" value=\"", "\"");
            let number = numbers.next().unwrap();
            let answers = answers(number, &mut rng);
            let fill = SubmissionId::draw(&mut rng);
            let form = format!("{answers}&_variant={variant}&_fill={fill}");
            let sent = filled_up(&form, length);
            kept.insert(
                town.key.of_code(*code),
                Sizes {
                    document: compressed.size(),
                    sent: sent.len(),
                },
            );
            control.insert(
                town.key.of_code(*code),
                Sizes {
                    document: unfilled(page.text()).len(),
                    sent: form.len(),
                },
            );
            let taken = proxy.post(&path, "br", sent).await;
            assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
            truth.insert(town.key.of_code(*code), number);
        }
        let all = truth.len();
        town.close_after("invited", all as u64).await;
        town.open("invited");

        let known = Known {
            documents: documents.filled,
            sent: Box::new(move |length_of_form| filled_length(length_of_form, length)),
        };
        let kept = joined(&town, &kept, &known, &truth).await;
        let known = Known {
            documents: documents.plain,
            sent: Box::new(|length_of_form| length_of_form),
        };
        let control = joined(&town, &control, &known, &truth).await;
        println!("joined for certain by sizes: {kept:?} of {all}; control: {control:?}");
        assert!(
            control.0 * 2 > all && control.0 == control.1,
            "a blind adversary"
        );
        assert_eq!(kept, (0, 0));
    }
}

/// Answers of very different length.
fn answers(number: u32, rng: &mut ChaCha20Rng) -> String {
    let answered = rng.random_range(0..=OTHERS.len());
    let others = OTHERS.sample(rng, answered);
    let others = others.map(|question| format!("&{question}=1"));
    REQUIRED.to_owned() + &people::written(number) + &others.collect::<String>()
}

/// A form as the script sends it (`static/form/sending.js`).
fn filled_up(form: &str, length: usize) -> String {
    let form = form.to_owned() + "&_pad=";
    let missing = filled_length(form.len(), length) - form.len();
    form + &"0".repeat(missing)
}

fn filled_length(form: usize, length: usize) -> usize {
    length.max(form.next_multiple_of(512))
}

/// The documents of a form, by their size as they travel and before they are filled up.
struct Documents {
    filled: BTreeMap<usize, BTreeSet<Arms>>,
    plain: BTreeMap<usize, BTreeSet<Arms>>,
    /// How long the page says a form is to be when it is sent.
    length: usize,
}

/// Has every variant shown, as whoever has a code of his own can.
async fn documents(proxy: &Proxy<'_>, code: AccessCode, encoding: &str) -> Documents {
    let mut documents = Documents {
        filled: BTreeMap::new(),
        plain: BTreeMap::new(),
        length: 0,
    };
    for variant in 0_u128.. {
        let cookie = format!("fill={variant:032x}.{variant:03}");
        let path = format!("/i/{code}");
        let page = proxy.get(&path, "identity", &cookie).await;
        let shown = between(page.text(), "name=\"_variant\" value=\"", "\"");
        if shown != variant.to_string() {
            // There is no such variant, and another was drawn.
            break;
        }
        let arms = arms_of(page.text());
        let filled = proxy.get(&path, encoding, &cookie).await.size();
        documents.length = between(page.text(), "\"length\":", ",").parse().unwrap();
        let plain = unfilled(page.text()).len();
        let found = documents.filled.entry(filled).or_default();
        found.insert(arms.clone());
        documents.plain.entry(plain).or_default().insert(arms);
    }
    documents
}

/// Right and made: for each code the one response of its PSU that fits what passed.
async fn joined(
    town: &Town,
    log: &BTreeMap<String, Sizes>,
    known: &Known,
    truth: &Truth,
) -> (usize, usize) {
    let sql = "SELECT psu, CAST(arms AS text) || '|' || CAST(answers AS text) FROM response \
               WHERE psu IS NOT NULL";
    let responses = people::pairs(&town.db, sql).await;
    let responses: Vec<(String, BTreeMap<String, String>, Answers)> = responses
        .iter()
        .map(|(psu, row)| {
            let (arms, answers) = row.split_once('|').unwrap();
            let arms = serde_json::from_str(arms).unwrap();
            (psu.clone(), arms, people::parse(answers))
        })
        .collect();
    let psus = people::psus(&town.db).await;
    let (mut right, mut made) = (0, 0);
    for (code, sizes) in log {
        let fits = |(psu, arms, answers): &&(String, BTreeMap<String, String>, Answers)| {
            let arms_fit = known
                .documents
                .get(&sizes.document)
                .is_some_and(|possible| {
                    let mut possible = possible.iter();
                    possible
                        .any(|text| serde_json::from_str::<BTreeMap<_, _>>(text).unwrap() == *arms)
                });
            let length = REQUIRED.len() + length_of(answers) + FRAME;
            let sent = [1, 2].map(|digits| (known.sent)(length + digits));
            *psu == psus[code] && arms_fit && sent.contains(&sizes.sent)
        };
        let mut fitting = responses.iter().filter(fits);
        if let (Some((.., answers)), None) = (fitting.next(), fitting.next()) {
            made += 1;
            right += usize::from(people::read(answers) == truth.get(code).copied());
        }
    }
    (right, made)
}

/// How many bytes the answers of a response have in a form, beside those that all have.
fn length_of(answers: &Answers) -> usize {
    let others = answers.0.keys().map(ToString::to_string);
    let others = others.filter(|question| !["R01", "R02", "R03"].contains(&question.as_str()));
    others.map(|question| format!("&{question}=1").len()).sum()
}

#[tokio::test]
async fn every_variant_of_a_form_weighs_the_same_in_every_encoding() {
    let town = Town::found().await;
    let proxy = proxy(&town);
    for encoding in ["br", "gzip", "identity"] {
        let documents = documents(&proxy, town.codes[0], encoding).await;
        let sizes: Vec<usize> = documents.filled.into_keys().collect();
        assert_eq!(sizes.len(), 1, "{encoding}: {sizes:?}");
    }
}

#[tokio::test]
async fn a_form_that_comes_back_to_be_mended_does_not_tell_how_much_was_typed() {
    let town = Town::found().await;
    let proxy = proxy(&town);
    let short = "R01=3&R02=4&R03=230102&R13=77".to_owned();
    let long = OTHERS.iter().fold(short.clone(), |form, question| {
        format!("{form}&{question}=1")
    });
    for encoding in ["br", "gzip", "identity"] {
        let mut sizes = Vec::new();
        for answers in [&short, &long] {
            let form = format!("{answers}&_variant=0");
            let page = proxy.post("/s/open", encoding, form).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            sizes.push(page.size());
            if encoding == "identity" {
                sizes.push(page.text().trim_end().len());
            }
        }
        match sizes[..] {
            [one, other] => assert_eq!(one, other, "{encoding}"),
            [one, plain, other, other_plain] => {
                assert_eq!(one, other, "{encoding}");
                assert_ne!(plain, other_plain, "a blind adversary");
            }
            _ => panic!("two pages"),
        }
    }
}
