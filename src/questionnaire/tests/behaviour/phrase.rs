use crate::sample::questionnaire;
use questionnaire::Language;
use questionnaire::*;

/// The phrase in a few signs, with labels in Chinese.
fn spoken(phrase: &Phrase<'_>) -> String {
    let zh = Language::new("zh");
    let number = |asked: &Asked<'_>| asked.number.map_or("?".to_owned(), |n| n.to_string());
    let label = |named: &Named<'_>| {
        named.label.map_or(format!("#{}", named.code), |label| {
            label.get(&zh).to_owned()
        })
    };
    let not = |holds: bool| if holds { "" } else { "not " };
    let join = |parts: &[Phrase<'_>], sign: &str| {
        let parts: Vec<String> = parts.iter().map(spoken).collect();
        format!("({})", parts.join(sign))
    };
    match phrase {
        Phrase::All(parts) => join(parts, " and "),
        Phrase::Any(parts) => join(parts, " or "),
        Phrase::Answered { question, answered } => {
            format!("{}{} answered", not(*answered), number(question))
        }
        Phrase::Is {
            question,
            choices,
            holds,
        } => {
            let labels: Vec<String> = choices.iter().map(label).collect();
            format!(
                "{}{} is {}",
                not(*holds),
                number(question),
                labels.join("/")
            )
        }
        Phrase::Chosen {
            question,
            choice,
            chosen,
        } => {
            format!("{}{} has {}", not(*chosen), number(question), label(choice))
        }
        Phrase::Number {
            question,
            comparison,
            value,
            ..
        } => {
            format!("{} {comparison:?} {value}", number(question))
        }
        Phrase::Date {
            question,
            comparison,
            value,
        } => {
            format!("{} {comparison:?} {value}", number(question))
        }
        Phrase::Group { arm, group, member } => format!("{}{arm}:{group}", not(*member)),
    }
}

#[test]
fn conditions_are_said_with_labels_and_without_double_negations() {
    let sample = questionnaire(
        "[[arm]]\nid = \"w\"\ngroups = { a = 0.5, b = 0.5 }\n\
         [[scale]]\nid = \"S\"\nchoices = [{ code = 3, zh = \"好\" }, { code = 2, zh = \"中\" }, { code = 1, zh = \"差\" }]\n\
         [[question]]\nid = \"Q1\"\ntype = \"scale\"\nscale = \"S\"\nzh = \"？\"\n\
         [[question]]\nid = \"Q2\"\ntype = \"multiple\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"票价\" }, { code = 2, zh = \"班次\" }]\n\
         [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n\
         [[question]]\nid = \"Q4\"\ntype = \"date\"\nearliest = \"2012-01\"\nlatest = \"2014-12\"\nzh = \"？\"\n",
    );
    let say = |source: &str| spoken(&Condition::parse(source).unwrap().phrase(&sample));
    assert_eq!(say("Q1 == 3"), "1 is 好");
    assert_eq!(say("Q1 <= 2"), "1 is 中/差");
    assert_eq!(
        say("!(Q1 in [1, 2] || 1 in Q2)"),
        "(not 1 is 中/差 and not 2 has 票价)"
    );
    assert_eq!(say("!(Q4 < '2013-05')"), "4 AtLeast 2013-05");
    assert_eq!(
        say("!(Q3 < 5) && arm.w != 'a'"),
        "(3 AtLeast 5 and not w:a)"
    );
    assert_eq!(
        say("!answered(Q3) || Q1 == 7 || Q9 == 1"),
        "(not 3 answered or 1 is #7 or ? Equal 1)"
    );
}

#[test]
fn a_number_is_a_number_though_a_choice_beside_it_has_its_code() {
    let sample = questionnaire(
        "[[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 99\ndecimals = 1\nzh = \"？\"\n\
         extra = [{ code = 98, kind = \"dont_know\", zh = \"不清楚\" }]\n",
    );
    let say = |source: &str| spoken(&Condition::parse(source).unwrap().phrase(&sample));
    assert_eq!(say("Q1 < 2.50"), "1 Less 2.5");
    assert_eq!(say("Q1 == 98"), "1 Equal 98");
    assert_eq!(say("Q1 in [98]"), "1 is #98");
    assert_eq!(say("98 in Q1"), "1 has 不清楚");
    assert_eq!(say("!(98 in Q1)"), "not 1 has 不清楚");
}
