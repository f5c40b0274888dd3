//! Forms as other tools and people write them (`forms.txt`), and what becomes of each.

use super::*;

/// What an import made of a workbook, in lines: its questions, then its notes.
fn outcome(book: &[u8]) -> Vec<String> {
    let imported = match import(book) {
        Ok(imported) => imported,
        Err(error) => return vec![format!("{error:?}")],
    };
    let form = &imported.questionnaire;
    let language = &form.languages[0];
    let languages: Vec<&str> = form
        .languages
        .iter()
        .map(questionnaire::Language::tag)
        .collect();
    let mut lines = vec![format!(
        "{} ({}) {:?}",
        form.title.get(language),
        languages.join(" "),
        form.intro.get(language)
    )];
    let choices = |choices: &[questionnaire::Choice]| {
        let each = choices.iter().map(|choice| {
            let kind = choice.kind.map_or("", |kind| kind.word());
            let other = if choice.other { "other" } else { "" };
            format!(
                " {}={}{kind}{other}",
                choice.code,
                choice.label.get(language)
            )
        });
        each.collect::<String>()
    };
    for scale in &form.scales {
        lines.push(format!("scale {}{}", scale.id, choices(&scale.choices)));
    }
    for question in &form.questions {
        let asked = question.ask_if.as_ref();
        let limits = match &question.answer {
            AnswerType::Number(number) => format!(" {}..{}", number.min, number.max),
            _ => String::new(),
        };
        lines.push(format!(
            "{} {}{limits}{} [{}]",
            question.id,
            question.answer.sort().word(),
            choices(question.answer.own_choices()),
            asked.map_or("", questionnaire::Condition::source),
        ));
    }
    lines.extend(left(&imported.notes));
    let others = imported.notes.iter();
    let others =
        others.filter(|note| !matches!(note, Note::Left(_) | Note::Assumed { unread: false, .. }));
    lines.extend(others.map(|note| format!("{note:?}")));
    lines
}

/// The workbook of a case: sheets after `--`, cells with ` | ` between them, `\n` for a line break; `date:` and `bool:`
/// are what a spreadsheet makes of such a text.
fn case_workbook(lines: &[&str]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let date_format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for sheet in lines
        .split(|line| line.starts_with("-- "))
        .skip(1)
        .zip(lines.iter().filter_map(|line| line.strip_prefix("-- ")))
    {
        let page = book.add_worksheet();
        page.set_name(sheet.1).unwrap();
        for (row, cells) in (0..).zip(sheet.0) {
            for (column, cell) in (0..).zip(cells.split(" | ").map(str::trim)) {
                if let Some(date) = cell.strip_prefix("date:") {
                    let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(date).unwrap();
                    page.write_datetime_with_format(row, column, &date, &date_format)
                        .unwrap();
                } else if let Some(value) = cell.strip_prefix("bool:") {
                    page.write_boolean(row, column, value == "True").unwrap();
                } else if !cell.is_empty() {
                    page.write_string(row, column, cell.replace("\\n", "\n"))
                        .unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn forms_of_elsewhere_lose_nothing_unsaid() {
    let cases: Vec<&str> = include_str!("forms.txt").split("\n## ").skip(1).collect();
    assert!(cases.len() > 45);
    let mut wrong = String::new();
    for case in cases {
        let lines: Vec<&str> = case.lines().collect();
        let at = lines.iter().position(|line| *line == "=>").unwrap();
        let expected: Vec<&str> = lines[at + 1..]
            .iter()
            .copied()
            .filter(|it| !it.is_empty())
            .collect();
        let actual = outcome(&case_workbook(&lines[..at]));
        if actual != expected {
            wrong.extend(["\n## ", lines[0], "\n=>\n", &actual.join("\n"), "\n"]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
