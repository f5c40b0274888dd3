//! QR codes as drawings.

use std::fmt::Write;

use fast_qr::qr::QRCodeError;
use fast_qr::{ECL, QRBuilder};
use maud::{Markup, html};

/// The quiet zone around a QR code, in modules, as its standard asks.
const QUIET: usize = 4;

/// A QR code of a text, under a label for whoever does not see it.
pub(crate) fn drawing(text: &str, label: &str) -> Result<Markup, QRCodeError> {
    let (path, width) = modules(text)?;
    Ok(html! {
        svg.qr viewBox=(format!("0 0 {width} {width}")) role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect.ground width=(width) height=(width) {}
            path.modules d=(path) {}
        }
    })
}

/// The path of a QR code's dark modules, in units of a module, and its width.
fn modules(text: &str) -> Result<(String, usize), QRCodeError> {
    let code = QRBuilder::new(text).ecl(ECL::Q).build()?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = code[y].iter().map(|module| module.value());
        let row: Vec<bool> = row.collect();
        let mut x = 0;
        // Neighbours are one stroke: letters to thousands of households hold thousands of drawings.
        for run in row.chunk_by(|one, next| one == next) {
            if run[0] {
                let length = run.len();
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += run.len();
        }
    }
    Ok((path, code.size + 2 * QUIET))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_has_its_finder_patterns_inside_the_quiet_zone() {
        let (path, width) = modules("https://survey.example.cn/s/window-2014").unwrap();
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
        assert!(width >= 21 + 8);
    }
}
