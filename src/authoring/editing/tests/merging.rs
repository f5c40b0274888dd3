use super::*;

/// The draft with a question that nothing refers to.
fn base() -> String {
    done(&number("Z1", Spot::Last))
}

fn number(id: &str, at: Spot) -> Edit {
    Edit::AddQuestion {
        id: q(id),
        sort: Sort::Number,
        text: Text::from([("zh", "几？"), ("en", "How many?")]),
        at,
    }
}

fn remove(part: Part) -> Edit {
    Edit::Remove {
        part,
        with_questions: false,
    }
}

fn made(text: &str, edits: &[Edit]) -> String {
    apply_all(text, edits).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// What two people's edits of one text come to.
fn joined(theirs: &[Edit], mine: &[Edit]) -> Option<Merged> {
    let base = base();
    merge(&base, &made(&base, theirs), &made(&base, mine))
}

#[test]
fn changes_of_different_parts_are_joined() {
    let theirs = [
        word("question.Q1", "en", "How do you like A?"),
        number("N1", Spot::After("Q3".into())),
    ];
    let mine = [
        word("question.Q2", "en", "How do you like B?"),
        remove(question("Z1")),
        Edit::Move {
            part: question("Q2"),
            at: Spot::First,
        },
    ];
    let merged = joined(&theirs, &mine).unwrap();
    let ids = Outline::of(&merged.text).unwrap().ids("question");
    assert_eq!(ids, ["Q2", "Q1", "Q3", "N1"]);
    assert!(merged.text.contains("like A?") && merged.text.contains("like B?"));
    assert_eq!(merged.renamed, []);
    let unchanged = joined(&theirs, &[]).unwrap();
    assert_eq!(unchanged.text, made(&base(), &theirs));
}

#[test]
fn changes_of_one_part_are_not_joined_unless_they_are_the_same() {
    let reworded = |wording: &str| [word("question.Q1", "en", wording)];
    assert_eq!(joined(&reworded("One?"), &reworded("Two?")), None);
    assert!(joined(&reworded("One?"), &reworded("One?")).is_some());
    let translated = [word("question.Q1", "zh", "一？")];
    assert_eq!(joined(&reworded("One?"), &translated), None);
    let titles = ["One", "Two"].map(|title| [word("title", "en", title)]);
    assert_eq!(joined(&titles[0], &titles[1]), None);
    let (removed, worded) = (
        [remove(question("Z1"))],
        [word("question.Z1", "en", "Why?")],
    );
    assert_eq!(joined(&removed, &worded), None);
    assert_eq!(joined(&worded, &removed), None);
    let moves = ["Q2", "Q3"].map(|id| {
        [Edit::Move {
            part: question(id),
            at: Spot::First,
        }]
    });
    assert_eq!(joined(&moves[0], &moves[1]), None);
    assert!(joined(&moves[0], &moves[0]).is_some());
    let renamed = |id: &str| {
        let part = question("Z1");
        [Edit::Rename {
            part,
            id: id.into(),
        }]
    };
    assert_eq!(joined(&renamed("Z7"), &renamed("Z8")), None);
    assert_eq!(joined(&removed, &renamed("Z8")), None);
    let shifted = [Edit::Move {
        part: question("Z1"),
        at: Spot::First,
    }];
    assert_eq!(joined(&renamed("Z7"), &shifted), None);
    assert!(joined(&removed, &removed).is_some());
    let test = |path: &[&str]| {
        [Edit::SetTest {
            name: "new".into(),
            arms: BTreeMap::new(),
            answers: questionnaire::Answers::default(),
            path: path.iter().map(|id| q(id)).collect(),
        }]
    };
    assert_eq!(joined(&test(&["Q1"]), &test(&["Q2"])), None);
}

#[test]
fn what_both_added_under_one_id_stands_twice_and_mine_is_called_otherwise() {
    let add = number("Z2", Spot::Last);
    let mine = [
        add.clone(),
        number("Z3", Spot::Last),
        set(question("Z3"), Property::AskIf(Some("Z2 > 3".into()))),
    ];
    let merged = joined(&[add], &mine).unwrap();
    let outline = Outline::of(&merged.text).unwrap();
    assert_eq!(
        outline.ids("question"),
        ["Q1", "Q2", "Q3", "Z1", "Z2", "Z4", "Z3"]
    );
    assert!(merged.text.contains("\"Z4 > 3\""), "{}", merged.text);
    assert_eq!(merged.name_of(question("Z2")), question("Z4"));
    assert_eq!(merged.name_of(question("Z3")), question("Z3"));
    let named = [number("income", Spot::Last)];
    let merged = joined(&named, &named).unwrap();
    assert_eq!(merged.name_of(question("income")), question("income_2"));
    let scale = [Edit::AddScale {
        id: ScaleId::new("S5"),
        choices: vec![],
    }];
    let merged = joined(&scale, &scale).unwrap();
    assert_eq!(
        Outline::of(&merged.text).unwrap().ids("scale"),
        ["S3", "S5"]
    );
}

#[test]
fn a_contradiction_between_two_parts_is_not_joined() {
    let asks = [set(question("Q3"), Property::AskIf(Some("Z1 > 3".into())))];
    assert_eq!(joined(&[remove(question("Z1"))], &asks), None);
    let broken = [set(question("Q3"), Property::Min(20))];
    let other = [word("title", "en", "Other")];
    assert!(
        joined(&broken, &other).is_some(),
        "a fault that one of the two texts had is no contradiction"
    );
}

#[test]
fn a_text_that_cannot_be_cut_is_not_joined() {
    let base = base();
    assert_eq!(merge(&base, &base, "id = "), None);
    let twice = format!("{base}\n[[question]]\nid = \"Q1\"\n");
    assert_eq!(merge(&base, &base, &twice), None);
    assert_eq!(changed_parts(&base, "id = "), None);
}

#[test]
fn the_parts_that_an_edit_changes_are_named() {
    let changed = |edit: Edit| changed_parts(&base(), &made(&base(), &[edit])).unwrap();
    assert_eq!(changed(word("question.Q2", "en", "B2?")), [question("Q2")]);
    assert_eq!(changed(word("title", "en", "T")), [Part::Top]);
    assert_eq!(
        changed(word("scale.S3.choice.1", "en", "T")),
        [Part::Scale(ScaleId::new("S3"))]
    );
    assert_eq!(changed(number("N1", Spot::First)), [question("N1")]);
    assert_eq!(changed(remove(question("Z1"))), [question("Z1")]);
    let first = Edit::Move {
        part: question("Z1"),
        at: Spot::Before("Q3".into()),
    };
    assert_eq!(changed(first), [question("Z1")]);
    let test = Edit::RemoveTest { name: "low".into() };
    assert_eq!(changed(test), [Part::Top]);
    assert_eq!(changed_parts(&base(), &base()).unwrap(), []);
}

/// Edits of which each changes another part, or adds one in another place.
fn apart(wording: &str) -> [Edit; 13] {
    [
        word("title", "zh", wording),
        word("intro", "en", wording),
        word("scale.S3.choice.1", "zh", wording),
        word("section.one", "en", wording),
        word("question.Q1", "en", wording),
        word("question.Q2.choice.2", "zh", wording),
        set(question("Q3"), Property::Max(8)),
        number("A1", Spot::After("Q1".into())),
        number("B1", Spot::After("Q3".into())),
        remove(question("Z1")),
        Edit::Move {
            part: question("Q2"),
            at: Spot::First,
        },
        Edit::AddScale {
            id: ScaleId::new("S9"),
            choices: vec![],
        },
        Edit::AddArm {
            id: "half".into(),
            groups: BTreeMap::from([("a".into(), 0.5), ("b".into(), 0.5)]),
        },
    ]
}

proptest! {
    #[test]
    fn merging_two_peoples_edits_is_making_all_of_them(
        owners in prop::collection::vec(0..3_u8, 13),
        wording in "[a-z甲乙丙]{1,8}",
    ) {
        let edits = apart(&wording);
        let of = |who: &[u8]| -> Vec<Edit> {
            let owned = edits.iter().zip(&owners).filter(|(_, owner)| who.contains(owner));
            owned.map(|(edit, _)| edit.clone()).collect()
        };
        let (theirs, mine, all) = (of(&[1]), of(&[2]), made(&base(), &of(&[1, 2])));
        for (one, other) in [(&theirs, &mine), (&mine, &theirs)] {
            prop_assert_eq!(&made(&made(&base(), one), other), &all);
            prop_assert_eq!(joined(one, other).map(|merged| merged.text), Some(all.clone()));
        }
    }
}
