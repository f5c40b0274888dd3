//! What was written in words in a wave: how many persons wrote of what, and which terms they used.

use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use maud::{Markup, html};
use spreadsheet::CsvFile;

use super::files::source::Source;
use super::seen::Seen;
use super::share_bar::share_cell;
use crate::addresses::Address;
use crate::app::App;
use crate::conditional;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Count, Percent, Ratio};
use crate::page::Page;
use messages::{Locale, PlainMessage, text};
use results::published::Published;
use results::texts::store::{TextPublication, find_published_texts};
use results::texts::summary::{AnsweredInWords, CodersAgreement, OpenAnswers, ThemeCount};

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
) -> Result<Markup, Error> {
    let (published, texts) = found(&app, &wave).await?;
    let locale = interface.locale;
    let seen = Seen::public(&published.release);
    let file = Address::OpenAnswersFile { wave: &wave };
    Ok(Page::new(&interface, &locale.t(text::OPEN_ANSWERS_TITLE))
        .eyebrow(seen.eyebrow(&interface))
        .simulated(published.release.simulated)
        .body(&html! {
            p.back { a href=(interface.link(seen.scoreboard())) { (locale.t(text::BACK_TO_SCOREBOARD)) } }
            (sections(&interface, &texts.content))
            p { a href=(interface.link(file)) { (locale.t(text::OPEN_ANSWERS_FILE)) } }
            @if let Some((_, at)) = &texts.published {
                p.fine { (locale.t(text::OpenAnswersPublished { date: interface.date(*at), hash: short(&texts.hash) })) }
            }
        }))
}

/// Hands it out as a table.
pub(crate) async fn file(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path(wave): Path<String>,
) -> Result<Response, Error> {
    let (published, texts) = found(&app, &wave).await?;
    let source = Source::of(&published, &interface, &app.site);
    let table = table(&interface, &texts.content, &source.line());
    let mut response = conditional::answer(&asked, "text/csv; charset=utf-8", table);
    let kept = HeaderValue::from_static("attachment; filename=\"open-answers.csv\"");
    response.headers_mut().insert(CONTENT_DISPOSITION, kept);
    Ok(response)
}

async fn found(app: &App, wave: &str) -> Result<(Published, TextPublication), Error> {
    let found = find_published_texts(&app.db, wave, app.clock.now()).await?;
    found.ok_or(Error::NotFound(Missing::Release))
}

/// The way there from the page of a release; none where nothing was published of its texts.
pub(super) async fn line(app: &App, interface: &Interface, wave: &str) -> Result<Markup, Error> {
    let found = find_published_texts(&app.db, wave, app.clock.now()).await?;
    Ok(html! { @if found.is_some() {
        p { a href=(interface.link(Address::OpenAnswers { wave })) { (interface.locale.t(text::OPEN_ANSWERS_LINE)) } }
    } })
}

/// The first digits of a hash.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// What is said of every question.
pub(crate) fn sections(interface: &Interface, content: &OpenAnswers) -> Markup {
    let locale = interface.locale;
    html! {
        p.lead { (locale.t(text::OPEN_ANSWERS_LEAD)) }
        p.fine { (locale.t(text::OPEN_ANSWERS_HOW)) }
        @for question in &content.questions { (section(interface, question)) }
    }
}

fn section(interface: &Interface, question: &AnsweredInWords) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2.question { (interface.text(&question.asked)) }
            @if let Some(persons) = question.persons {
                p { (locale.t(text::OpenAnswersPersons { count: persons })) }
                @if !question.themes.is_empty() { (themes(interface, question, persons)) }
                @if question.terms.is_empty() { p.fine { (locale.t(text::OPEN_ANSWERS_NO_TERMS)) } } @else { (terms(interface, question, persons)) }
            } @else { p { (locale.t(text::OPEN_ANSWERS_FEW)) } }
        }
    }
}

fn themes(interface: &Interface, question: &AnsweredInWords, persons: u64) -> Markup {
    let locale = interface.locale;
    let rows = html! { @for theme in &question.themes { tr {
        th scope="row" { (interface.text(&theme.name)) br; small { (interface.text(&theme.definition)) } }
        @match theme.persons {
            Some(count) => { td.num { (Count(count)) } (share_cell(share(count, persons))) }
            None => { td.num { (locale.t(text::SUPPRESSED_SHORT)) } td.share { "—" } }
        }
    } } };
    html! {
        h3 { (locale.t(text::OPEN_ANSWERS_THEMES)) }
        (counts(locale, text::OPEN_ANSWERS_THEME, &rows))
        p.fine { (locale.t(text::OPEN_ANSWERS_SMALL)) }
        @if let Some(twice) = question.coded_twice {
            details {
                summary { (locale.t(text::OpenAnswersTwice { count: twice })) }
                ul { @for theme in &question.themes { @if let Some(agreement) = theme.agreement {
                    li { (interface.text(&theme.name)) (locale.t(text::LABEL_SEPARATOR)) (agreed(interface, agreement)) }
                } } }
            }
        }
    }
}

/// How far two coders agreed, in words.
pub(crate) fn agreed(interface: &Interface, agreement: CodersAgreement) -> String {
    let locale = interface.locale;
    let alike = Percent(agreement.alike).to_string();
    match agreement.kappa {
        // Where both agree everywhere the interval has no width, and says nothing.
        Some((kappa, lower, upper)) if upper - lower > 1e-9 => locale.t(text::OpenAnswersKappa {
            alike,
            kappa: Ratio(kappa).to_string(),
            lower: Ratio(lower).to_string(),
            upper: Ratio(upper).to_string(),
        }),
        Some((kappa, ..)) => locale.t(text::OpenAnswersKappaAlone {
            alike,
            kappa: Ratio(kappa).to_string(),
        }),
        None => locale.t(text::OpenAnswersAlike { alike }),
    }
}

fn terms(interface: &Interface, question: &AnsweredInWords, persons: u64) -> Markup {
    let locale = interface.locale;
    let rows = html! { @for term in &question.terms { tr {
        th scope="row" { (term.term) }
        td.num { (Count(term.persons)) }
        (share_cell(share(term.persons, persons)))
    } } };
    html! {
        h3 { (locale.t(text::OPEN_ANSWERS_TERMS)) }
        (counts(locale, text::OPEN_ANSWERS_TERM, &rows))
    }
}

/// A table of persons by what its rows are.
fn counts(locale: Locale, first: PlainMessage, rows: &Markup) -> Markup {
    html! {
        table.counts {
            thead { tr {
                th scope="col" { (locale.t(first)) }
                th.num scope="col" { (locale.t(text::COLUMN_COUNT)) }
                th.share scope="col" { (locale.t(text::COLUMN_SHARE)) }
            } }
            tbody { (rows) }
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "persons of one city are far fewer than 2^52"
)]
fn share(count: u64, all: u64) -> f64 {
    count as f64 / all.max(1) as f64
}

/// A row for each theme and each term, with where it comes from in the last cell.
fn table(interface: &Interface, content: &OpenAnswers, source: &str) -> Vec<u8> {
    let locale = interface.locale;
    let mut file = CsvFile::for_excel();
    let heads = [
        text::OPEN_ANSWERS_QUESTION,
        text::OPEN_ANSWERS_ASKED,
        text::OPEN_ANSWERS_KIND,
        text::OPEN_ANSWERS_WHAT,
        text::COLUMN_COUNT,
        text::OPEN_ANSWERS_OF,
        text::OPEN_ANSWERS_KAPPA_HEAD,
        text::TAKE_SOURCE,
    ];
    file.row(heads.map(|head| locale.t(head)));
    for question in &content.questions {
        let Some(persons) = question.persons else {
            continue;
        };
        let mut row = |kind: PlainMessage, what: &str, count: String, kappa: String| {
            let (kind, of) = (locale.t(kind), persons.to_string());
            let asked = interface.text(&question.asked);
            let id = question.question.as_str();
            file.row([id, asked, &kind, what, &count, &of, &kappa, source]);
        };
        for theme in &question.themes {
            let count = theme.persons.map_or_else(
                || locale.t(text::SUPPRESSED_SHORT),
                |count| count.to_string(),
            );
            row(
                text::OPEN_ANSWERS_THEME,
                interface.text(&theme.name),
                count,
                kappa(theme),
            );
        }
        for term in &question.terms {
            row(
                text::OPEN_ANSWERS_TERM,
                &term.term,
                term.persons.to_string(),
                String::new(),
            );
        }
    }
    file.into_bytes()
}

fn kappa(theme: &ThemeCount) -> String {
    let kappa = theme.agreement.and_then(|agreement| agreement.kappa);
    kappa.map_or_else(String::new, |(kappa, ..)| Ratio(kappa).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use questionnaire::QuestionId;
    use results::texts::summary::TermCount;

    fn content() -> OpenAnswers {
        let theme = |code: &str, persons| ThemeCount {
            code: code.to_owned(),
            name: [("zh", code)].into(),
            definition: [("zh", "说到它")].into(),
            persons,
            agreement: persons.map(|_| CodersAgreement {
                alike: 0.95,
                kappa: Some((0.8, 0.7, 0.9)),
            }),
        };
        OpenAnswers {
            questions: vec![AnsweredInWords {
                question: QuestionId::new("Q5"),
                asked: [("zh", "您还想说什么？")].into(),
                persons: Some(120),
                coded_twice: Some(50),
                themes: vec![theme("公交", Some(60)), theme("供暖", None)],
                terms: vec![TermCount {
                    term: "=公交车".to_owned(),
                    persons: 55,
                }],
            }],
        }
    }

    #[test]
    fn a_theme_has_its_persons_and_a_hidden_one_none() {
        let page = sections(&Interface::default(), &content()).into_string();
        for said in ["120", "公交", "50.0%", "κ", "0.80", "不足10"] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }

    #[test]
    fn no_term_becomes_a_formula() {
        let file = table(&Interface::default(), &content(), "来源");
        let file = String::from_utf8(file).unwrap();
        assert!(file.contains("'=公交车"), "{file}");
        assert_eq!(file.lines().count(), 4, "{file}");
    }
}
