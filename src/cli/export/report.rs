//! How well anybody is known by the rows that leave: the file beside them, Chinese first.

use messages::{Locale, text};
use results::person_rows::Uniqueness;
use web::person_rows::report;

/// The report in both languages.
pub(super) fn text(wave: &str, found: &Uniqueness) -> String {
    let languages = [Locale::Chinese, Locale::English];
    languages
        .map(|locale| {
            let head = [
                locale.t(text::ExportReportTitle { wave }),
                locale.t(text::EXPORT_REPORT_NOTICE),
            ];
            let lines: Vec<String> = head.into_iter().chain(report(locale, found)).collect();
            lines.join("\n")
        })
        .join("\n\n")
        + "\n"
}
