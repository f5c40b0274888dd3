//! What the columns and codes of rows are called.

use messages::{Locale, text};
use results::person_rows::{CodeBook, Meaning, Role, Value, Variable};

/// What a column of codes is about.
pub(super) fn label(locale: Locale, variable: &Variable) -> String {
    let label = match variable.role {
        Role::District => locale.t(text::MICRODATA_DISTRICT),
        Role::Person | Role::Answer => locale.wording(&variable.label).to_owned(),
    };
    match &variable.scale {
        None => label,
        Some(scale) => locale.t(text::MicrodataOnScale {
            label,
            scale: scale.as_str(),
        }),
    }
}

/// What a code stands for.
pub(super) fn meaning(locale: Locale, variable: &Variable, value: &Value) -> String {
    let label = match &value.meaning {
        Meaning::Label(label) => locale.wording(label).to_owned(),
        Meaning::Span(first, last) => locale.t(text::MicrodataSpan {
            first: locale.wording(first),
            last: locale.wording(last),
        }),
        Meaning::OtherDistricts => locale.t(text::MICRODATA_OTHER_DISTRICTS),
        Meaning::NotTold => locale.t(text::MICRODATA_NOT_TOLD),
        Meaning::NotAnswered => locale.t(text::MICRODATA_NOT_ANSWERED),
        Meaning::NotAsked => locale.t(text::MICRODATA_NOT_ASKED),
    };
    if variable.silent_with == Some(value.code) {
        locale.t(text::MicrodataWithSilent { label })
    } else {
        label
    }
}

/// What the file cannot tell, and what goes with reckoning with it.
pub(super) fn limits(locale: Locale, book: &CodeBook) -> Vec<String> {
    let replication = &book.replication;
    vec![
        locale.t(text::MicrodataLimitAlike {
            alike: book.alike.to_string(),
        }),
        locale.t(text::MICRODATA_LIMIT_PLACES),
        locale.t(text::MICRODATA_LIMIT_QUESTIONS),
        locale.t(text::MICRODATA_LIMIT_WEIGHT),
        locale.t(text::MicrodataLimitVariance {
            effect: format!("{:.2}", replication.design_effect),
        }),
        locale.t(text::MICRODATA_LIMIT_WAVES),
    ]
}

/// How variances are estimated.
pub(super) fn weighting(locale: Locale, book: &CodeBook) -> String {
    let replication = &book.replication;
    locale.t(text::MicrodataWeighting {
        replicates: replication.replicates.to_string(),
        scale: replication.scale.to_string(),
        degrees: replication.degrees_of_freedom.to_string(),
    })
}
