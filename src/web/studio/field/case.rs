//! A household on the page of an interviewer: where, what was tried, who answers, and a button for whatever happens next.

use maud::{Markup, html};

use super::round::Shown;
use crate::addresses::Address;
use crate::letters::address_lines;
use fieldwork::AdultChoice;
use fieldwork::store::{RecordedAttempt, VisitedCase};
use fieldwork::visits::{USUAL_OUTCOMES, other_outcomes};
use messages::{text, words};

impl Shown<'_> {
    pub(super) fn case(&self, visited: &VisitedCase, choice: AdultChoice) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let case = &visited.case;
        let lines = address_lines(locale, &visited.address);
        let name = format!("name-{}", case.number);
        html! {
            article.door #{ "case-" (case.number) } data-case=(case.number) aria-labelledby=(name) {
                h4 id=(name) { @for line in &lines { span { (line) " " } } }
                p.number { (locale.t(text::CASES_NUMBER)) " " (case.number) }
                p.notice.good.waits hidden role="status" {}
                @if !case.attempts.is_empty() {
                    ul.plain { @for attempt in &case.attempts { li { (self.attempt(attempt)) } } }
                }
                @if let Some(numbers) = choice.numbers(case.number) { (self.adults(&numbers)) }
                form.hand method="post" action=(interface.link(Address::FieldForm)) {
                    (self.staff.form_token())
                    input type="hidden" name="case" value=(case.number);
                    button.main.wide type="submit" { (locale.t(text::FIELD_HAND_OVER)) }
                }
                details { summary { (locale.t(text::FIELD_NOT_ANSWERED)) } (self.outcomes(visited)) }
            }
        }
    }

    fn attempt(&self, attempt: &RecordedAttempt) -> String {
        let (interface, locale) = (self.interface, self.interface.locale);
        let day = interface.day(attempt.day);
        let mode = words::contact_mode(locale, attempt.mode);
        let result = words::disposition(locale, attempt.result);
        format!("{day} {mode} {result}")
    }

    /// Of so many adults, the number of the one who answers.
    fn adults(&self, numbers: &[u8]) -> Markup {
        let locale = self.interface.locale;
        let most = numbers.len();
        html! {
            table.adults {
                tr {
                    th scope="row" { (locale.t(text::FIELD_ADULTS)) }
                    @for adults in 1..=most { td { (adults) @if adults == most { "+" } } }
                }
                tr {
                    th scope="row" { (locale.t(text::FIELD_ADULT_ANSWERS)) }
                    @for number in numbers { td { strong { (number) } } }
                }
            }
        }
    }

    /// A button for what comes of most visits, and a list of everything else.
    fn outcomes(&self, visited: &VisitedCase) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        html! {
            form.visit method="post" action=(interface.link(Address::FieldVisits)) {
                (self.staff.form_token())
                input type="hidden" name="case" value=(visited.case.number);
                input type="hidden" name="day" value=(self.today);
                @for result in USUAL_OUTCOMES {
                    button.wide type="submit" name="result" value=(result) { (words::disposition(locale, result)) }
                }
                label.f { span { (locale.t(text::CASES_RESULT)) } select name="other" {
                    @for result in other_outcomes() { option value=(result) { (words::disposition(locale, result)) } }
                } }
                button.wide type="submit" name="result" value="other" { (locale.t(text::CASES_OTHER_SUBMIT)) }
            }
        }
    }
}
