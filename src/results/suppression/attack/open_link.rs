//! Generated open links: a question with five choices, and one that is asked of those who gave some of the answers.

use std::collections::BTreeMap;

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};

use super::{Attacker, known};
use crate::count::real_count;
use crate::dataset::ResponseRow;
use crate::example;
use crate::open::count_tables;
use crate::release::CountTable;
use fieldwork::Mode;
use format::read;
use questionnaire::{Answer, Answers, Code, QuestionId};

const CHOICES: i64 = 5;

/// What everybody answered: the first question, and the second if it was asked.
type Given = (Option<i64>, Option<i64>);

fn form(asked_after: &[i64]) -> String {
    let choices: Vec<String> = (1..=CHOICES)
        .map(|code| format!("{{ code = {code}, zh = \"{code}\" }}"))
        .collect();
    let choices = choices.join(", ");
    format!(
        "id = \"open\"\nlanguages = [\"zh\"]\ntitle = {{ zh = \"公开\" }}\nintro = {{ zh = \"您好\" }}\n\
        [[question]]\nid = \"U\"\ntype = \"single\"\nzh = \"甲？\"\nchoices = [{choices}]\n\
        [[question]]\nid = \"T\"\ntype = \"single\"\nask_if = \"U in {asked_after:?}\"\nzh = \"乙？\"\nchoices = [{choices}]\n"
    )
}

fn tables(asked_after: &[i64], given: &[Given]) -> Vec<CountTable> {
    let mut data = example::inputs(0).wave;
    data.wave.mode = Mode::Open;
    let form = read("open.toml", form(asked_after).as_bytes());
    assert!(form.findings.is_empty(), "{:?}", form.findings);
    data.questionnaire = form.questionnaire.unwrap();
    let answer = |(first, second): &Given| {
        let answers = [("U", first), ("T", second)];
        let answers = answers.into_iter().filter_map(|(question, code)| {
            Some((QuestionId::new(question), Answer::Number((*code)?)))
        });
        ResponseRow {
            stratum: None,
            psu: None,
            mode: None,
            arms: BTreeMap::new(),
            answers: Answers(answers.collect()),
        }
    };
    data.responses = given.iter().map(answer).collect();
    count_tables(&data)
}

fn link(rng: &mut ChaCha20Rng) -> (Vec<i64>, Vec<Given>) {
    let asked_after: Vec<i64> = (1..=CHOICES).filter(|_| rng.random_bool(0.5)).collect();
    let asked_after = if asked_after.is_empty() {
        vec![1]
    } else {
        asked_after
    };
    let shares = [(); 5].map(|()| rng.random_range(0.0..1.0_f64).powi(3));
    let mut given = Vec::new();
    for _ in 0..rng.random_range(30..300) {
        let mut left = rng.random_range(0.0..shares.iter().sum());
        let mut first = 1;
        for share in &shares[..4] {
            if left < *share {
                break;
            }
            left -= share;
            first += 1;
        }
        let first = rng.random_bool(0.95).then_some(first);
        let asked = first.is_some_and(|first| asked_after.contains(&first));
        let second = asked && rng.random_bool(0.9);
        given.push((first, second.then(|| rng.random_range(1..=CHOICES))));
    }
    (asked_after, given)
}

/// How many hidden counts of the first question the reader knows to within ten, of how many.
fn attacked(tables: &[CountTable], asked_after: &[i64], respondents: usize) -> (usize, usize) {
    let [first, second] = tables else {
        panic!("two questions: {tables:?}");
    };
    let mut attacker = Attacker::default();
    let mut hidden = Vec::new();
    for row in &first.rows {
        let range = row.count.map(real_count);
        let number = attacker.unknown(range.unwrap_or(0.0), range.unwrap_or(f64::INFINITY));
        if row.count.is_none() {
            hidden.push(number);
        }
    }
    let all = || (0..first.rows.len()).map(|row| (row, 1.0));
    if let Some(answered) = first.answered {
        attacker.equal(all().collect(), real_count(answered));
    }
    attacker.at_most(all().collect(), real_count(respondents as u64));
    if let Some((answered, skipped)) = second.answered.zip(second.skipped) {
        let asked = asked_after.iter();
        let asked = asked.map(|code| (usize::try_from(*code).unwrap() - 1, 1.0));
        attacker.equal(asked.collect(), real_count(answered + skipped));
    }
    let broken = hidden.iter().filter(|cell| known(attacker.width(**cell)));
    (hidden.len(), broken.count())
}

/// What would be published if every count were looked at alone.
fn alone(mut tables: Vec<CountTable>, given: &[Given], asked_after: &[i64]) -> Vec<CountTable> {
    let persons =
        |holds: &dyn Fn(&Given) -> bool| given.iter().filter(|one| holds(one)).count() as u64;
    for row in &mut tables[0].rows {
        let Code(code) = row.code;
        let count = persons(&|one| one.0 == Some(code));
        row.count = (!(1..10).contains(&count)).then_some(count);
    }
    let asked = persons(&|one| one.0.is_some_and(|code| asked_after.contains(&code)));
    let answered = persons(&|one| one.1.is_some());
    tables[1].answered = Some(answered);
    tables[1].skipped = Some(asked - answered);
    tables
}

#[test]
fn no_hidden_count_of_generated_open_links_is_known_to_within_ten_persons() {
    let mut rng = ChaCha20Rng::seed_from_u64(20_261_129);
    let (mut hidden, mut followed, mut alone_hidden, mut alone_broken) = (0, 0, 0, 0);
    for number in 0..400 {
        let (asked_after, given) = link(&mut rng);
        let published = tables(&asked_after, &given);
        if published[0].answered.is_none() {
            continue;
        }
        let (here, broken) = attacked(&published, &asked_after, given.len());
        assert_eq!(broken, 0, "link {number}: {asked_after:?} {published:#?}");
        hidden += here;
        followed += usize::from(here > 0 && published[1].answered.is_some());
        let alone = alone(published, &given, &asked_after);
        let (here, broken) = attacked(&alone, &asked_after, given.len());
        alone_hidden += here;
        alone_broken += broken;
    }
    eprintln!(
        "{hidden} hidden counts, none known; looked at alone {alone_broken} of {alone_hidden} were known"
    );
    // The second question is not hidden for nothing: beside hidden counts it is shown where it tells none.
    assert!(hidden > 300 && followed > 50, "{hidden} {followed}");
    assert!(
        alone_broken * 2 > alone_hidden,
        "{alone_broken} of {alone_hidden}"
    );
}
