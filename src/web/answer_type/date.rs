//! What a question for a date looks like: a field each for year, month and day, which every phone has a keypad for.

use maud::{Markup, html};

use super::{Field, View, choices};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::choices::{self as table, Use};
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use authoring::editing::Property;
use messages::{Locale, PlainMessage, text};
use questionnaire::{CalendarDate, Date, Question, day_field, month_field};

/// What is said to whoever typed something else.
pub(crate) fn date_wanted(locale: Locale, earliest: CalendarDate, latest: CalendarDate) -> String {
    let month = earliest.is_month();
    let [earliest, latest] = [earliest, latest].map(|date| locale.calendar_date(date));
    if month {
        locale.t(text::FaultMonth { earliest, latest })
    } else {
        locale.t(text::FaultDate { earliest, latest })
    }
}

/// What is accepted, as a respondent reads it.
fn range(date: &Date, locale: Locale) -> String {
    let [earliest, latest] = [date.earliest, date.latest].map(|date| locale.calendar_date(date));
    if date.is_month() {
        locale.t(text::MonthRange { earliest, latest })
    } else {
        locale.t(text::DateRange { earliest, latest })
    }
}

/// The field of the month or the day.
fn part(field: &Field<'_>, name: &str, label: PlainMessage) -> Markup {
    let typed = field.typed.get(name).unwrap_or_default();
    html! {
        label {
            span { (field.interface.locale.t(label)) }
            input type="text" inputmode="numeric" autocomplete="off" name=(name) value=(typed) data-part
                aria-invalid=[field.invalid()] size="2";
        }
    }
}

impl View for Date {
    fn field(&self, field: &Field<'_>) -> Markup {
        let (locale, id) = (field.interface.locale, field.id());
        html! {
            div.line.date {
                label {
                    span { (locale.t(text::DATE_YEAR)) }
                    input type="text" inputmode="numeric" autocomplete="off" name=(id) value=(field.value()) data-part
                        data-earliest=(self.earliest) data-latest=(self.latest)
                        data-fault=(date_wanted(locale, self.earliest, self.latest)) aria-invalid=[field.invalid()] size="4";
                }
                (part(field, &month_field(id), text::DATE_MONTH))
                @if !self.is_month() { (part(field, &day_field(id), text::DATE_DAY)) }
            }
            p.help { (range(self, locale)) }
            @if !self.extra.is_empty() { (choices::beside(field)) }
        }
    }

    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup {
        let blank = if self.is_month() {
            text::PAPER_MONTH
        } else {
            text::PAPER_DATE
        };
        html! {
            p { (interface.locale.t(blank)) }
            @if !self.extra.is_empty() { (choices::boxes(interface, &shown.choices, false)) }
        }
    }

    fn type_options(&self, _: &Panel<'_>) -> Markup {
        html! {}
    }

    fn panel(&self, panel: &Panel<'_>, _: &Question) -> Markup {
        let held = &panel.held;
        html! {
            div.two {
                (held.line("earliest", text::DESIGN_EARLIEST, &self.earliest.to_string()))
                (held.line("latest", text::DESIGN_LATEST, &self.latest.to_string()))
            }
            h3 { (held.t(text::DESIGN_BESIDE)) }
            (table::view(held, &self.extra, Use::Beside))
        }
    }

    fn take(&self, form: &mut Form<'_>) {
        form.date("earliest", self.earliest, Property::Earliest);
        form.date("latest", self.latest, Property::Latest);
    }

    fn summary_line(&self, interface: &Interface, _: String) -> String {
        let [earliest, latest] =
            [self.earliest, self.latest].map(|date| interface.locale.calendar_date(date));
        let range = format!("{earliest}–{latest}");
        interface.locale.t(text::BankDate { range })
    }
}
