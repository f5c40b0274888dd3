//! Sheet, heading and columns of a list, as they are assigned by hand.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::studio::typed::Typed;
use messages::{Locale, text, words};
use sampling::household_list::HouseholdColumn;
use sampling::listing::{Assignment, Column, Layout, column_letter};

/// A sort of columns that people can assign.
pub(super) trait Assignable: Clone + PartialEq {
    /// The column of its word.
    fn from_word(word: &str) -> Option<Self>;

    /// The word that forms have for it.
    fn word(&self) -> String;

    /// What it is called.
    fn said(&self, locale: Locale) -> String;

    /// The columns to choose from for one that was taken for this.
    fn choices(recognised: Option<&Self>) -> Vec<Self>;
}

impl Assignable for Column {
    fn from_word(word: &str) -> Option<Self> {
        Self::from_word(word)
    }

    fn word(&self) -> String {
        self.to_string()
    }

    fn said(&self, locale: Locale) -> String {
        words::listing_column(locale, self)
    }

    /// A name in yet another language among them where it was recognised.
    fn choices(recognised: Option<&Self>) -> Vec<Self> {
        let mut columns = Self::all().to_vec();
        if let Some(other) = recognised.filter(|it| !columns.contains(it)) {
            columns.push(other.clone());
        }
        columns
    }
}

impl Assignable for HouseholdColumn {
    fn from_word(word: &str) -> Option<Self> {
        Self::from_word(word)
    }

    fn word(&self) -> String {
        self.as_str().to_owned()
    }

    fn said(&self, locale: Locale) -> String {
        words::household_column(locale, *self)
    }

    fn choices(_: Option<&Self>) -> Vec<Self> {
        Self::ALL.to_vec()
    }
}

/// The name of a column's field.
fn field(at: usize) -> String {
    format!("column.{at}")
}

/// What is assigned by hand once a form was sent: what was before, and what the form says otherwise than it was shown.
/// Columns of another sheet or below another heading are recognised anew.
pub(super) fn assigned<C: Assignable>(
    typed: &Typed,
    layout: &Layout<C>,
    before: &Assignment<C>,
) -> Assignment<C> {
    let sheet = typed.text("sheet");
    if layout.sheets.iter().any(|known| known == sheet) && layout.sheet.as_deref() != Some(sheet) {
        return Assignment {
            sheet: Some(sheet.to_owned()),
            ..Assignment::default()
        };
    }
    let mut assignment = before.clone();
    let heading = typed.text("heading").parse().ok();
    let moved = heading.is_some() && heading != layout.heading;
    if moved {
        assignment.heading = heading;
        assignment.columns.clear();
    }
    if moved && layout.heading.is_some() {
        return assignment;
    }
    for (at, shown) in layout.columns.iter().enumerate() {
        let said = typed.fields.get(&field(at)).map(C::from_word);
        if let Some(said) = said
            && said != shown.column
        {
            assignment.columns.insert(at, said);
        }
    }
    assignment
}

/// The fields, with the first values of each column.
pub(super) fn fields<C: Assignable>(interface: &Interface, layout: &Layout<C>) -> Markup {
    let locale = interface.locale;
    let heading = layout.heading.unwrap_or(1);
    html! {
        div.narrow {
            @if layout.sheets.len() > 1 {
                label.f { span { (locale.t(text::FRAME_SHEET)) }
                    select name="sheet" { @for sheet in &layout.sheets { option value=(sheet) selected[layout.sheet.as_ref() == Some(sheet)] { (sheet) } } }
                }
            }
            label.f { span { (locale.t(text::FRAME_HEADING)) }
                small #heading-help { (locale.t(text::FRAME_HEADING_HELP)) }
                input type="number" name="heading" min="0" value=(heading) aria-describedby="heading-help";
            }
        }
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::FRAME_COLUMNS)) { table {
            thead { tr { th scope="col" { (locale.t(text::FRAME_COLUMN)) } th scope="col" { (locale.t(text::FRAME_COLUMN_MEANS)) } th scope="col" { (locale.t(text::FRAME_COLUMN_VALUES)) } } }
            tbody { @for (at, column) in layout.columns.iter().enumerate() {
                @let name = format!("{} {}", column_letter(at), column.heading);
                tr {
                    th scope="row" { (name) }
                    @if column.of_persons { td { (locale.t(text::FRAME_COLUMN_PERSONS)) } } @else {
                        td { div.f { select name=(field(at)) aria-label=(name) {
                            option value="" selected[column.column.is_none()] { (locale.t(text::FRAME_COLUMN_UNREAD)) }
                            @for known in C::choices(column.column.as_ref()) {
                                option value=(known.word()) selected[column.column.as_ref() == Some(&known)] { (known.said(locale)) }
                            }
                        } } }
                    }
                    td { (column.values.join(" · ")) }
                }
            } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Fields;
    use sampling::listing::LayoutColumn;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let pairs = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Typed::of(Fields::from_pairs(pairs.collect()))
    }

    #[test]
    fn only_what_is_said_otherwise_than_shown_is_assigned() {
        let column = |column| LayoutColumn {
            heading: "a".into(),
            column,
            of_persons: false,
            values: Vec::new(),
        };
        let layout = Layout {
            sheets: vec!["x".into(), "y".into()],
            sheet: Some("x".into()),
            heading: Some(1),
            columns: vec![column(Some(Column::Code)), column(None)],
        };
        let before = Assignment::default();
        let same = [
            ("sheet", "x"),
            ("heading", "1"),
            ("column.0", "code"),
            ("column.1", ""),
        ];
        assert_eq!(assigned(&typed(&same), &layout, &before), before);
        let said = assigned(
            &typed(&[("column.0", ""), ("column.1", "persons")]),
            &layout,
            &before,
        );
        let columns = [(0, None), (1, Some(Column::Persons))];
        assert_eq!(said.columns, columns.into());
        let moved = assigned(
            &typed(&[("heading", "3"), ("column.1", "persons")]),
            &layout,
            &said,
        );
        assert_eq!((moved.heading, moved.columns.len()), (Some(3), 0));
        let other = assigned(
            &typed(&[("sheet", "y"), ("column.1", "persons")]),
            &layout,
            &said,
        );
        assert_eq!(other.sheet.as_deref(), Some("y"));
        let unknown = Layout {
            heading: None,
            columns: vec![column(None)],
            ..layout
        };
        let first = assigned(
            &typed(&[("heading", "0"), ("column.0", "code")]),
            &unknown,
            &before,
        );
        assert_eq!((first.heading, first.columns.len()), (Some(0), 1));
    }
}
