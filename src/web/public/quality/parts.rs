//! What sections, drawings and notes of the report have in common: names and numbers.

use crate::interface::Interface;
use crate::number::Ratio;
use crate::public::files::words::{size_class, variable_name};
use crate::public::indicator::mode_name;
use messages::text;
use questionnaire::Text;
use results::quality::{FrameClass, FrameVariable, MarginClassName, ModeResponse, QualityReport};
use results::tables::SizeClass;
use sampling::StratumId;

/// A share of something as points of percent, without a sign.
pub(super) fn points(share: f64) -> String {
    format!("{:.1}", share.abs() * 100.0)
}

/// A number with its sign and two decimals.
pub(super) fn signed(number: f64) -> String {
    let digits = Ratio(number.abs()).to_string();
    match number {
        _ if digits == "0.00" => digits,
        negative if negative < 0.0 => format!("−{digits}"),
        _ => format!("+{digits}"),
    }
}

/// A part of a whole, 0 to 1.
#[expect(
    clippy::cast_precision_loss,
    reason = "persons of one city are far fewer than 2^52"
)]
pub(super) fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// What districts that stand together are called in a drawing: their name, or how many they are.
pub(super) fn districts_in_short(
    interface: &Interface,
    report: &QualityReport,
    districts: &[StratumId],
) -> String {
    match districts {
        [_] => districts_in_full(interface, report, districts),
        several => interface.locale.t(text::QualityTogether {
            count: several.len(),
        }),
    }
}

/// What they are called where there is room.
pub(super) fn districts_in_full(
    interface: &Interface,
    report: &QualityReport,
    districts: &[StratumId],
) -> String {
    let names = districts.iter().filter_map(|code| report.name(code));
    joined(interface, names)
}

/// Texts one behind the other.
pub(super) fn joined<'a>(interface: &Interface, texts: impl Iterator<Item = &'a Text>) -> String {
    let words: Vec<&str> = texts.map(|text| interface.text(text)).collect();
    words.join(&interface.locale.t(text::NAME_SEPARATOR))
}

/// What a class of the frame is called.
pub(super) fn frame_class(
    interface: &Interface,
    report: &QualityReport,
    class: &FrameClass,
) -> String {
    let class = match class {
        FrameClass::Districts(districts) => {
            return districts_in_short(interface, report, districts);
        }
        FrameClass::Kind(kind) => return kind_of_district(interface, kind),
        FrameClass::Urban => SizeClass::Urban,
        FrameClass::Rural => SizeClass::Rural,
        FrameClass::Small => SizeClass::Small,
        FrameClass::Middle => SizeClass::Middle,
        FrameClass::Large => SizeClass::Large,
    };
    interface.locale.t(size_class(class))
}

/// What districts of a kind are called; as the frame writes it where it has words of its own.
fn kind_of_district(interface: &Interface, kind: &str) -> String {
    let said = match kind {
        "district" => text::QUALITY_KIND_DISTRICT,
        "county" => text::QUALITY_KIND_COUNTY,
        "county_level_city" => text::QUALITY_KIND_CITY,
        _ => return kind.to_owned(),
    };
    interface.locale.t(said)
}

/// What a variable of the frame is called.
pub(super) fn variable(interface: &Interface, variable: FrameVariable) -> String {
    interface.locale.t(variable_name(variable))
}

/// What ways to answer that stand together are called.
pub(super) fn modes(interface: &Interface, class: &ModeResponse) -> String {
    let locale = interface.locale;
    let told = class.modes.iter().map(|mode| mode_name(locale, *mode));
    let not_told = class
        .not_told
        .then(|| locale.t(text::QUALITY_MODE_NOT_TOLD));
    let names: Vec<String> = told.chain(not_told).collect();
    names.join(&locale.t(text::NAME_SEPARATOR))
}

/// What a class of a margin is called.
pub(super) fn margin_class(
    interface: &Interface,
    report: &QualityReport,
    class: &MarginClassName,
) -> String {
    match class {
        MarginClassName::Districts(districts) => districts_in_short(interface, report, districts),
        MarginClassName::Choices(labels) => joined(interface, labels.iter()),
    }
}
