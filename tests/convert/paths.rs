//! Who is asked what: the same in a workbook, by XPath, as here, by our conditions.
//!
//! The workbooks are read by pyxform, their XPath is evaluated by libxml2 (`xforms.py`); neither knows anything of ours.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use format::xlsform::{self, Note, Why};
use questionnaire::{
    Answer, AnswerType, Answers, Assignment, Code, Part, Question, QuestionId, Questionnaire, route,
};
use rand::rngs::ChaCha20Rng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};

/// How many answers each questionnaire is tried with, one of them all blank.
const TRIES: usize = 25;

fn run(python: &Path, arguments: &[&str], folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/convert/xforms.py");
    let (command, further) = arguments.split_first().unwrap();
    let done = Command::new(python)
        .arg(script)
        .arg(command)
        .arg(folder)
        .args(further)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// What the reference reader asks with each of the answers of a workbook.
fn paths(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let error = folder.join(format!("{name}.error"));
    if let Ok(error) = fs::read_to_string(error) {
        panic!("{name} is refused: {error}");
    }
    let paths = fs::read(folder.join(format!("{name}.paths.json"))).unwrap();
    serde_json::from_slice(&paths).unwrap()
}

fn asked(questionnaire: &Questionnaire, answers: &Answers) -> (Vec<String>, bool) {
    let assignment = Assignment::as_written(questionnaire, &BTreeMap::new());
    let path = route(questionnaire, &assignment, answers);
    let asked = path.asked.iter().map(|question| question.id.to_string());
    (asked.collect(), path.ended_at.is_some())
}

/// 200 questionnaires drawn at random, with names and texts that forms keep for themselves, are workbooks that the
/// reference reader takes, and it asks the same.
pub(super) fn questionnaires_route_the_same_as_their_workbooks(python: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let mut cases = Vec::new();
    for at in 0..200 {
        let mut chance = ChaCha20Rng::seed_from_u64(at);
        let file = drawn_file(&mut chance);
        let reading = format::parse("drawn.toml", file.as_bytes());
        assert!(
            reading.findings.is_empty(),
            "{:#?}\n{file}",
            reading.findings
        );
        let questionnaire = reading.questionnaire.unwrap();
        let mut tries = vec![Answers::default()];
        tries.extend((1..TRIES).map(|_| drawn_answers(&questionnaire, &mut chance)));
        let name = format!("{at:03}");
        let exported = xlsform::export(&questionnaire).unwrap();
        let renamed = exported.notes.iter().filter_map(|note| match note {
            Note::NamedOtherwise {
                part: Part::Question(id),
                name,
            } => Some((name.clone(), id.to_string())),
            _ => None,
        });
        let renamed: BTreeMap<String, String> = renamed.collect();
        fs::write(
            folder.path().join(format!("{name}.xlsx")),
            exported.workbook,
        )
        .unwrap();
        let called = |id: &str| {
            let mut renamed = renamed.iter();
            let name = renamed.find(|(_, renamed)| *renamed == id);
            name.map_or(id.to_owned(), |(name, _)| name.clone())
        };
        let texts = tries.iter().map(|answers| as_texts(answers, &called));
        let texts: Vec<BTreeMap<String, String>> = texts.collect();
        let texts = serde_json::to_vec(&texts).unwrap();
        fs::write(folder.path().join(format!("{name}.json")), texts).unwrap();
        cases.push((name, questionnaire, tries, renamed, file));
    }
    run(python, &["paths"], folder.path());
    for (name, questionnaire, tries, renamed, file) in &cases {
        let found = paths(folder.path(), name);
        for (answers, theirs) in tries.iter().zip(found) {
            let (ours, ended) = asked(questionnaire, answers);
            let known = |name: String| {
                let id = renamed.get(&name).cloned().unwrap_or(name);
                questionnaire.question(&QuestionId::new(&id)).map(|_| id)
            };
            let mut theirs: Vec<String> = theirs.into_iter().filter_map(known).collect();
            if ended {
                // There nothing ends an interview, of which the export's report speaks.
                theirs.truncate(ours.len());
            }
            assert_eq!(ours, theirs, "{name}: {answers:?}\n{file}");
        }
    }
}

/// 100 workbooks drawn at random, as people write them, become questionnaires that ask the same as XPath says, of whoever
/// answered and of whoever left blanks.
pub(super) fn workbooks_route_the_same_as_their_questionnaires(python: &Path) {
    let folder = tempfile::tempdir().unwrap();
    run(python, &["draw", "100"], folder.path());
    run(python, &["paths"], folder.path());
    let (mut compared, mut conditions) = (0, 0);
    for at in 0..100 {
        let name = format!("{at:03}");
        let workbook = fs::read(folder.path().join(format!("{name}.xlsx"))).unwrap();
        let imported = xlsform::import(&workbook).unwrap();
        let unread = imported.notes.iter().filter(|note| match note {
            Note::Left(left) => ![Why::Nested, Why::Never].contains(&left.why),
            _ => false,
        });
        assert_eq!(unread.collect::<Vec<_>>(), Vec::<&Note>::new(), "{name}");
        // What is never asked there cannot be said here, and is named.
        if imported
            .notes
            .iter()
            .any(|note| matches!(note, Note::Left(left) if left.why == Why::Never))
        {
            continue;
        }
        let form = &imported.questionnaire;
        let names = Named::of(&imported.notes);
        let answers = fs::read(folder.path().join(format!("{name}.json"))).unwrap();
        let answers: Vec<BTreeMap<String, String>> = serde_json::from_slice(&answers).unwrap();
        conditions += form
            .questions
            .iter()
            .filter(|it| it.ask_if.is_some())
            .count();
        for (texts, theirs) in answers.iter().zip(paths(folder.path(), &name)) {
            let given = texts.iter().map(|(name, text)| {
                let id = QuestionId::new(names.id(name));
                let answer = names.answer(form.question(&id).unwrap(), text);
                (id, answer)
            });
            let (ours, _) = asked(form, &Answers(given.collect()));
            let theirs: Vec<String> = theirs.iter().map(|name| names.id(name)).collect();
            assert_eq!(ours, theirs, "{name}: {texts:?}\n{}", format::write(form));
            compared += 1;
        }
    }
    assert!(
        compared > 2000 && conditions > 200,
        "{compared} paths, {conditions} conditions"
    );
}

/// What an import has given new names.
struct Named<'n> {
    ids: BTreeMap<&'n str, &'n str>,
    choices: Vec<&'n [String]>,
}

impl<'n> Named<'n> {
    fn of(notes: &'n [Note]) -> Self {
        let mut named = Self {
            ids: BTreeMap::new(),
            choices: Vec::new(),
        };
        for note in notes {
            match note {
                Note::Renamed { from, to, .. } => {
                    named.ids.insert(from, to);
                }
                Note::Numbered { names, .. } => named.choices.push(names),
                _ => {}
            }
        }
        named
    }

    fn id(&self, name: &str) -> String {
        (*self.ids.get(name).unwrap_or(&name)).to_owned()
    }

    /// The code of a choice; the lists that are drawn have either numbers for names or names that no other list has at
    /// another place.
    fn code(&self, name: &str) -> Code {
        let at = self
            .choices
            .iter()
            .find_map(|names| names.iter().position(|it| it == name));
        let at = at.map(|at| i64::try_from(at).unwrap() + 1);
        Code(at.unwrap_or_else(|| name.parse().unwrap()))
    }

    fn answer(&self, question: &Question, text: &str) -> Answer {
        match &question.answer {
            AnswerType::Single(_) | AnswerType::Scale(_) | AnswerType::District(_) => {
                Answer::chosen(self.code(text))
            }
            AnswerType::Multiple(_) => {
                Answer::Codes(text.split(' ').map(|name| self.code(name)).collect())
            }
            AnswerType::Number(number) if number.decimals > 0 => Answer::Decimal {
                decimal: text.parse().unwrap(),
            },
            AnswerType::Number(_) => Answer::Number(text.parse().unwrap()),
            AnswerType::Date(_) => Answer::Date {
                date: text.parse().unwrap(),
            },
            AnswerType::ShortText(_) | AnswerType::LongText(_) => Answer::Text(text.to_owned()),
        }
    }
}

/// The answers as a form keeps them, by the names that questions have there.
fn as_texts(answers: &Answers, called: &dyn Fn(&str) -> String) -> BTreeMap<String, String> {
    let text = |answer: &Answer| match answer {
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) => {
            let codes: Vec<String> = codes.iter().map(Code::to_string).collect();
            codes.join(" ")
        }
        Answer::Text(text) => text.clone(),
        Answer::Decimal { decimal } => decimal.to_string(),
        Answer::Date { date } if date.is_month() => format!("{date}-01"),
        Answer::Date { date } => date.to_string(),
        Answer::Beside { .. } => unreachable!("nothing is drawn that stands beside a field"),
    };
    answers
        .0
        .iter()
        .map(|(id, answer)| (called(id.as_str()), text(answer)))
        .collect()
}

fn drawn_answers(questionnaire: &Questionnaire, chance: &mut ChaCha20Rng) -> Answers {
    let mut answers = Answers::default();
    for question in &questionnaire.questions {
        if chance.random_bool(0.35) {
            continue;
        }
        let codes: Vec<Code> = match question.answer.scale() {
            Some(scale) => &questionnaire.scale(scale).unwrap().choices,
            None => question.answer.own_choices(),
        }
        .iter()
        .map(|choice| choice.code)
        .collect();
        let number = [0, 4, 5, 6, 9].choose(chance).copied().unwrap();
        let date = ["2013-04", "2013-05", "2013-06"].choose(chance).unwrap();
        let answer = match &question.answer {
            AnswerType::Multiple(_) => {
                let many = chance.random_range(1..=codes.len());
                Answer::Codes(codes.sample(chance, many).copied().collect())
            }
            AnswerType::Single(_) | AnswerType::Scale(_) | AnswerType::District(_) => {
                Answer::chosen(*codes.choose(chance).unwrap())
            }
            AnswerType::Number(asked) if asked.decimals > 0 => Answer::Decimal {
                decimal: ["2.4", "2.5", "2.6", "5"]
                    .choose(chance)
                    .unwrap()
                    .parse()
                    .unwrap(),
            },
            AnswerType::Number(_) => Answer::Number(number),
            AnswerType::Date(asked) if asked.is_month() => Answer::Date {
                date: date.parse().unwrap(),
            },
            AnswerType::Date(_) => Answer::Date {
                date: format!("{date}-1{}", chance.random_range(4..7))
                    .parse()
                    .unwrap(),
            },
            AnswerType::ShortText(_) | AnswerType::LongText(_) => Answer::Text("因为".to_owned()),
        };
        answers.0.insert(question.id.clone(), answer);
    }
    answers
}

/// A questionnaire in a file: every type, sections, an end, and names and texts that mean something to forms.
fn drawn_file(chance: &mut ChaCha20Rng) -> String {
    let mut file = "id = \"drawn\"\nlanguages = [\"zh\", \"en\"]\n\
         title = { zh = \"问卷\", en = \"Form\" }\nintro = { zh = \"您好 ${x}\", en = \"Hello ${x}\" }\n\
         [[scale]]\nid = \"Q1\"\nchoices = [{ code = 5, zh = \"好\", en = \"Good\" }, { code = 1, zh = \"差\", en = \"Bad\" }]\n"
        .to_owned();
    let mut sections = [
        "intro", "title", "Q1_other", "Q2_end", "Q3", "s-1", "meta", "data",
    ];
    sections.shuffle(chance);
    let sections = &sections[..chance.random_range(0..4)];
    for id in sections {
        write!(
            file,
            "[[section]]\nid = \"{id}\"\ntitle = {{ zh = \"节\", en = \"Part\" }}\n"
        )
        .unwrap();
    }
    let mut ids: Vec<String> = (1..=10).map(|at| format!("Q{at}")).collect();
    ids.extend(
        [
            "Q1_list",
            "title",
            "intro",
            "Q4_",
            "instanceID",
            "data",
            "meta",
        ]
        .map(str::to_owned),
    );
    ids.shuffle(chance);
    ids.truncate(chance.random_range(3..12));
    let own = "choices = [{ code = 1, zh = \"一\", en = \"One ${1}\" }, { code = 2, zh = \"二\", en = \"<b>Two</b>\" }, \
               { code = 9, other = true, zh = \"其他\", en = \"Other\" }]\n";
    let mut before: Vec<(String, &str)> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let kinds = [
            "single", "scale", "multiple", "number", "decimal", "day", "month", "text",
        ];
        let kind = *kinds.choose(chance).unwrap();
        let keys = match kind {
            "single" => format!("type = \"single\"\n{own}"),
            "scale" => "type = \"scale\"\nscale = \"Q1\"\n".to_owned(),
            "multiple" => format!("type = \"multiple\"\n{own}"),
            "number" => "type = \"number\"\nmin = 0\nmax = 9\n".to_owned(),
            "decimal" => "type = \"number\"\nmin = 0\nmax = 9\ndecimals = 1\n".to_owned(),
            "day" => {
                "type = \"date\"\nearliest = \"2013-01-01\"\nlatest = \"2013-12-31\"\n".to_owned()
            }
            "month" => "type = \"date\"\nearliest = \"2013-01\"\nlatest = \"2013-12\"\n".to_owned(),
            _ => "type = \"short_text\"\nmax_length = 50\n".to_owned(),
        };
        write!(
            file,
            "[[question]]\nid = \"{id}\"\nzh = \"？\"\nen = \"Why ${{{id}}}?\"\n{keys}"
        )
        .unwrap();
        let each = ids.len().div_ceil(sections.len().max(1));
        if let Some(section) = sections.get(at / each) {
            writeln!(file, "section = \"{section}\"").unwrap();
        }
        if !before.is_empty() && chance.random_bool(0.7) {
            writeln!(file, "ask_if = \"{}\"", drawn_condition(&before, chance, 0)).unwrap();
        }
        before.push((id.clone(), kind));
        if chance.random_bool(0.1) {
            let condition = drawn_condition(&before[before.len() - 1..], chance, 2);
            write!(
                file,
                "end_if = \"{condition}\"\nend = {{ zh = \"完\", en = \"Bye\" }}\n"
            )
            .unwrap();
        }
    }
    file
}

fn drawn_condition(before: &[(String, &str)], chance: &mut ChaCha20Rng, depth: u8) -> String {
    if depth < 2 && chance.random_bool(0.35) {
        let sign = ["&&", "||"].choose(chance).unwrap();
        let [one, other] = [(); 2].map(|()| drawn_condition(before, chance, depth + 1));
        return format!("({one} {sign} {other})");
    }
    if depth < 3 && chance.random_bool(0.2) {
        return format!("!({})", drawn_condition(before, chance, depth + 1));
    }
    let (id, kind) = before.choose(chance).unwrap();
    let order = ["==", "!=", "<", "<=", ">", ">="].choose(chance).unwrap();
    let equal = ["==", "!="].choose(chance).unwrap();
    if chance.random_bool(0.15) {
        return format!("answered({id})");
    }
    match *kind {
        "single" if chance.random_bool(0.4) => format!("{id} in [1, 9]"),
        "single" => format!("{id} {equal} 2"),
        "multiple" => format!("2 in {id}"),
        "number" if chance.random_bool(0.3) => format!("{id} in [4, 5]"),
        "number" | "scale" => format!("{id} {order} 5"),
        "decimal" => format!("{id} {order} 2.5"),
        "day" => format!("{id} {order} '2013-05-15'"),
        "month" => format!("{id} {order} '2013-05'"),
        _ => format!("answered({id})"),
    }
}
