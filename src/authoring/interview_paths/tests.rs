use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use super::*;
use crate::sample::questionnaire;
use format::read;

fn shipped(path: &str) -> Questionnaire {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("surveys");
    let file = std::fs::read(root.join(path)).unwrap();
    read(path, &file).questionnaire.unwrap()
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(7)
}

#[test]
fn every_path_is_listed_once_with_its_length() {
    let window = list_paths(
        &shipped("harbin-2012-2014/window.toml"),
        &mut rng(),
        &mut Budget::default(),
    )
    .unwrap();
    assert_eq!(window.sampled, None);
    let lengths: Vec<usize> = window.paths.iter().map(|path| path.asked.len()).collect();
    assert_eq!(lengths, [7, 6]);
    assert!(window.paths[0].minutes > window.paths[1].minutes);
    let residents = list_paths(
        &shipped("harbin-2012-2014/residents.toml"),
        &mut rng(),
        &mut Budget::default(),
    )
    .unwrap();
    assert_eq!(residents.sampled, None);
    let ends: Vec<Option<&str>> = residents
        .paths
        .iter()
        .map(|path| path.ended_at.as_ref().map(QuestionId::as_str))
        .collect();
    assert_eq!(ends, [None, None, Some("R03"), Some("R02"), Some("R01")]);
    assert_eq!(
        residents.paths[2].groups.len(),
        4,
        "every combination of groups can end there"
    );
}

#[test]
fn too_many_paths_are_sampled_and_said_to_be() {
    let gate = |i: usize| {
        format!(
            "[[question]]\nid = \"G{i}\"\ntype = \"single\"\nzh = \"？\"\nchoices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}]\n[[question]]\nid = \"F{i}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"G{i} == 1\"\n"
        )
    };
    let many = questionnaire(&(0..14).map(gate).collect::<String>());
    let sampled = list_paths(&many, &mut rng(), &mut Budget::default()).unwrap();
    let held = sampled.sampled.unwrap();
    assert!(
        (MOST_PATHS..SAMPLED).contains(&held),
        "no more than it takes"
    );
    assert_eq!(sampled.paths.len(), MOST_PATHS);
}

#[test]
fn the_robot_comes_to_every_question_and_every_end() {
    let residents = shipped("harbin-2012-2014/residents.toml");
    let interviews = run_interviews(&residents, 1000, &mut rng()).unwrap();
    assert_eq!(interviews.interviews, 1000);
    assert!(interviews.asked.values().all(|asked| *asked > 0));
    assert_eq!(interviews.lengths.values().sum::<usize>(), 1000);
    assert_eq!(interviews.minutes.values().sum::<usize>(), 1000);
    assert_eq!(interviews.endings.len(), 4);
    assert_eq!(
        interviews
            .paths
            .iter()
            .map(|(.., count)| count)
            .sum::<usize>(),
        1000
    );
    assert!(interviews.mean_minutes > 0.5 && interviews.longest_minutes < 7.0);
    assert_eq!(
        interviews,
        run_interviews(&residents, 1000, &mut rng()).unwrap()
    );
}

#[test]
fn a_question_nobody_comes_to_is_explained() {
    let number = |id: &str, more: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n{more}"
        )
    };
    let faulty = |tables: String| {
        let head = "id = \"f\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"您好\" }\n";
        faults(
            &read("f.toml", format!("{head}{tables}").as_bytes())
                .questionnaire
                .unwrap(),
            &mut Budget::default(),
        )
    };
    let question = QuestionId::new("B");
    assert_eq!(
        faulty(number("A", "") + &number("B", "ask_if = \"A == 1 && A == 2\"\n")),
        [PathFault::Contradiction {
            question: question.clone()
        }]
    );
    assert_eq!(
        faulty(
            number(
                "A",
                "required = true\nend_if = \"A <= 9\"\nend = { zh = \"完\" }\n"
            ) + &number("B", "")
        ),
        [PathFault::DeadEnd {
            at: QuestionId::new("A"),
            question
        }]
    );
    assert_eq!(
        faulty(
            number("A", "")
                + &number("B", "ask_if = \"A == 1\"\n")
                + &number("C", "ask_if = \"answered(B) && A == 2\"\n")
        ),
        [PathFault::Unreachable {
            question: QuestionId::new("C")
        }]
    );
}

#[test]
fn the_map_has_conditional_questions_beside_the_trunk() {
    let drawn = map(&shipped("examples/screening.toml"));
    assert_eq!((drawn.rows, drawn.columns), (5, 2));
    assert_eq!(
        drawn
            .edges
            .iter()
            .filter(|edge| edge.sort == EdgeSort::End)
            .count(),
        2
    );
    let drawn = map(&shipped("examples/conditions.toml"));
    let column = |id: &str| {
        let mut nodes = drawn.nodes.iter();
        nodes
            .find(|node| node.sort == NodeSort::Question(QuestionId::new(id)))
            .unwrap()
            .column
    };
    assert_eq!(["Q1", "Q2", "Q3", "Q4", "Q5"].map(column), [0, 1, 2, 3, 4]);
    assert!(drawn.edges.iter().any(|edge| edge.sort == EdgeSort::Past));
}
