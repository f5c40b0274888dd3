//! Tests of files that are laborious to prove.

use crate::{Budget, Finding, Problem, STEPS_OF_A_READING, read_within};

const HEAD: &str =
    "id = \"f\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"您好\" }\n";

/// Gates with two choices, and after them the questions of which `condition` says when they are asked.
fn gated(gates: usize, questions: usize, condition: impl Fn(usize) -> String) -> String {
    let gate = |i: usize| {
        format!(
            "[[question]]\nid = \"G{i}\"\ntype = \"single\"\nzh = \"？\"\nchoices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}]\n"
        )
    };
    let question = |i: usize| {
        format!(
            "[[question]]\nid = \"H{i}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"{}\"\n",
            condition(i)
        )
    };
    let gates = (0..gates).map(gate);
    gates.chain((0..questions).map(question)).collect()
}

/// Contradicts itself in its last two gates only, so that a search tries every way through the others.
fn late_contradiction(gates: usize) -> String {
    let open = (0..gates - 1).map(|i| format!("(G{i} == 1 || G{i} == 2)"));
    let (a, b) = (gates - 2, gates - 1);
    let equal = format!("(G{b} == 1 && G{a} == 1 || G{b} == 2 && G{a} == 2)");
    let unequal = format!("(G{b} == 1 && G{a} == 2 || G{b} == 2 && G{a} == 1)");
    let parts: Vec<String> = open.chain([equal, unequal]).collect();
    parts.join(" && ")
}

/// The findings of a file with these tables, and the steps they took.
fn within_budget(tables: &str) -> (Vec<Finding<Problem>>, u64) {
    let mut budget = Budget::default();
    let text = format!("{HEAD}{tables}");
    let found = read_within("f.toml", text.as_bytes(), &mut budget).findings;
    assert!(!budget.is_late(), "the steps end it, not the clock");
    (found, budget.spent())
}

#[test]
fn what_is_too_entangled_is_named_once_and_hides_no_other_fault() {
    let entangled = late_contradiction(30);
    let plain = "G0 == 1 && G0 == 2".to_owned();
    let tables = gated(30, 100, |i| {
        if i == 50 {
            plain.clone()
        } else {
            entangled.clone()
        }
    });
    let (found, spent) = within_budget(&tables);
    assert!(spent <= STEPS_OF_A_READING);
    let said: Vec<_> = found
        .iter()
        .map(|finding| (finding.place.as_deref().unwrap(), &finding.problem))
        .collect();
    assert_eq!(
        said,
        [
            ("H0", &Problem::TooEntangled),
            ("H50", &Problem::Unreachable)
        ]
    );
    let (again, same) = within_budget(&tables);
    assert_eq!((again, same), (found, spent), "a text has one reading");
}

#[test]
fn a_contradiction_that_can_be_proven_is_found_whatever_it_costs_within_the_budget() {
    let (found, spent) = within_budget(&gated(10, 3, |_| late_contradiction(10)));
    let problems: Vec<_> = found.iter().map(|finding| &finding.problem).collect();
    assert_eq!(problems, [&Problem::Unreachable; 3]);
    assert!(spent > 100_000, "{spent}");
}

#[test]
fn many_simple_filters_take_few_steps() {
    let (found, spent) = within_budget(&gated(60, 60, |i| format!("G{i} == 1")));
    assert_eq!(found, []);
    assert!(spent < 10_000, "{spent}");
}

#[test]
fn a_chain_of_thousands_of_questions_does_not_exhaust_the_stack() {
    let question = |i: usize| {
        let before = i.saturating_sub(1);
        let condition = format!("ask_if = \"Q{before} == 1\"\n");
        let condition = if i == 0 { "" } else { &condition };
        format!(
            "[[question]]\nid = \"Q{i}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n{condition}"
        )
    };
    let (found, _) = within_budget(&(0..3_000).map(question).collect::<String>());
    let problems: Vec<_> = found.iter().map(|finding| &finding.problem).collect();
    assert_eq!(problems, [&Problem::TooEntangled]);
}

#[test]
fn unknown_names_are_looked_up_within_the_budget() {
    let unknown = (0..4_000).map(|i| format!("unknown{i} == 1"));
    let condition = unknown.collect::<Vec<_>>().join(" || ");
    let (found, _) = within_budget(&gated(1_000, 1, |_| condition.clone()));
    let said: Vec<_> = found
        .iter()
        .map(|finding| (finding.place.as_deref(), &finding.problem))
        .collect();
    assert_eq!(said, [(Some("H0"), &Problem::TooEntangled)]);
}
