//! How well anybody is known by the rows that leave: the file beside them, Chinese first.

use messages::{Locale, text};
use results::person_rows::{Exposure, Uniqueness};

/// The report in both languages.
pub(super) fn text(wave: &str, found: &Uniqueness) -> String {
    let languages = [Locale::Chinese, Locale::English];
    languages
        .map(|locale| lines(locale, wave, found).join("\n"))
        .join("\n\n")
        + "\n"
}

fn lines(locale: Locale, wave: &str, found: &Uniqueness) -> Vec<String> {
    let k = found.k.to_string();
    let counted = |rows: usize, exposure: Exposure| {
        let Exposure { unique, few } = exposure;
        [rows, unique, few].map(|number| number.to_string())
    };
    let [rows, unique, few] = counted(found.rows, found.before);
    let before = text::ExportReportBefore {
        k: k.as_str(),
        rows,
        unique,
        few,
    };
    let [rows, unique, few] = counted(found.rows - found.left_out, found.after);
    let after = text::ExportReportAfter {
        k: k.as_str(),
        rows,
        unique,
        few,
    };
    let withheld = text::ExportReportWithheld {
        withheld: found.withheld.to_string(),
        left: found.left_out.to_string(),
    };
    let mut lines = vec![
        locale.t(text::ExportReportTitle { wave }),
        locale.t(text::EXPORT_REPORT_NOTICE),
        locale.t(text::ExportReportAlike { k: k.as_str() }),
        locale.t(before),
        locale.t(after),
        locale.t(withheld),
        locale.t(text::EXPORT_REPORT_PSU),
        locale.t(text::EXPORT_REPORT_WEIGHT),
        locale.t(text::EXPORT_REPORT_CELLS),
    ];
    for (name, steps) in &found.columns {
        let name = name.as_str();
        lines.push(if *steps == 0 {
            locale.t(text::ExportReportFine { name })
        } else {
            let steps = steps.to_string();
            locale.t(text::ExportReportJoined { name, steps })
        });
    }
    lines
}
