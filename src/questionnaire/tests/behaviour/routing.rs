use crate::sample::questionnaire;
use questionnaire::*;

const GATED: &str = r#"
    [[question]]
    id = "Q1"
    type = "number"
    min = 0
    max = 120
    zh = "几岁？"
    required = true
    end_if = "Q1 < 18"
    end = { zh = "谢谢" }
    [[question]]
    id = "Q2"
    type = "number"
    min = 0
    max = 9
    zh = "几个孩子？"
    ask_if = "18 <= Q1"
    [[question]]
    id = "Q3"
    type = "short_text"
    max_length = 50
    zh = "哪个学校？"
    ask_if = "0 < Q2"
    [[question]]
    id = "Q4"
    type = "number"
    min = 0
    max = 9
    zh = "几年级？"
    ask_if = "answered(Q3)"
"#;

fn asked(answers: &[(&str, Answer)]) -> Vec<String> {
    let questionnaire = questionnaire(GATED);
    let answers = Answers(
        answers
            .iter()
            .map(|(id, answer)| (QuestionId::new(*id), answer.clone()))
            .collect(),
    );
    let path = route(&questionnaire, &Assignment::default(), &answers);
    path.asked
        .iter()
        .map(|question| question.id.to_string())
        .collect()
}

#[test]
fn an_unanswered_gate_stays_shut() {
    assert_eq!(asked(&[]), ["Q1"]);
}

#[test]
fn an_end_leaves_nothing_after_it() {
    assert_eq!(
        asked(&[("Q1", Answer::Number(17)), ("Q2", Answer::Number(1))]),
        ["Q1"]
    );
}

#[test]
fn answers_to_questions_not_asked_open_nothing() {
    let school = ("Q3", Answer::Text("三小".to_owned()));
    let adult = ("Q1", Answer::Number(40));
    assert_eq!(
        asked(&[adult.clone(), ("Q2", Answer::Number(0)), school.clone()]),
        ["Q1", "Q2"]
    );
    assert_eq!(
        asked(&[adult, ("Q2", Answer::Number(1)), school]),
        ["Q1", "Q2", "Q3", "Q4"]
    );
}
