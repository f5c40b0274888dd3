//! `minyi sample`: repeats a draw, years later, from frame, design and seed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::config::LanguageArgs;
use messages::{Locale, text, words};
use sampling::listing::{Assignment, ListingContext, TOLERANCE, read_listing};
use sampling::{DesignFile, Frame, draw};

/// What is drawn, and from what.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// The communities and villages, as the page of the frame or `minyi frame export` hands them out
    #[arg(long)]
    frame: PathBuf,
    /// The design, as the page of the sample hands it out
    #[arg(long)]
    design: PathBuf,
    /// The seed, as the page of the sample tells it
    #[arg(long)]
    seed: u64,
    #[command(flatten)]
    language: LanguageArgs,
}

/// Prints what is drawn as comma-separated values. Nothing is printed unless the frame is the very one that the design was made
/// for.
pub(super) fn run(args: &SampleArgs) -> anyhow::Result<()> {
    let locale = args.language.locale();
    let table = repeat(&args.frame, &args.design, args.seed, locale)?;
    io::stdout()
        .lock()
        .write_all(&table)
        .context("cannot print the table")
}

fn repeat(units: &Path, design: &Path, seed: u64, locale: Locale) -> anyhow::Result<Vec<u8>> {
    let path = design.display().to_string();
    let unreadable = |message: String| {
        locale.t(text::CommandDesignUnreadable {
            path: path.clone(),
            message,
        })
    };
    let design =
        String::from_utf8(read(design, locale)?).with_context(|| unreadable("UTF-8".to_owned()))?;
    let design: DesignFile = match toml::from_str(&design) {
        Ok(design) => design,
        Err(error) => bail!(unreadable(error.to_string())),
    };
    if design.algorithm != design.method.algorithm() {
        bail!(locale.t(text::CommandOtherAlgorithm {
            algorithm: design.algorithm
        }));
    }
    let frame = frame(units, &design, locale)?;
    if frame.hash() != design.frame {
        let path = units.display().to_string();
        bail!(locale.t(text::CommandOtherFrame { path }));
    }
    let drawn = draw(&frame, &design.plan(seed));
    let drawn = drawn.map_err(|error| anyhow::Error::msg(words::draw_error(locale, &error)))?;
    Ok(drawn.to_csv())
}

/// The frame that a list makes with the strata of a design.
fn frame(path: &Path, design: &DesignFile, locale: Locale) -> anyhow::Result<Frame> {
    let context = ListingContext {
        strata: &design.strata,
        reference_date: Some(design.reference_date),
        assignment: &Assignment::default(),
        tolerance: TOLERANCE,
    };
    let file = path.display().to_string();
    let listing = read_listing(&file, &read(path, locale)?, context);
    listing.frame(&design.strata).with_context(|| {
        let faults = listing.findings.iter().cloned();
        let said = faults.map(|it| {
            it.map(|fault| words::listing_fault(locale, &fault))
                .to_string()
        });
        said.collect::<Vec<_>>().join("\n")
    })
}

fn read(path: &Path, locale: Locale) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| {
        let path = path.display().to_string();
        locale.t(text::CommandCannotRead { path })
    })
}

#[cfg(test)]
mod tests {
    use sampling::Method;

    use super::*;

    const UNITS: &str = "code,stratum,name_zh,urban,persons,households\n\
        1A,1,社区,yes,900,300\n1B,1,村,no,600,200\n1C,1,村,no,300,100\n";

    fn design(hash: &str, algorithm: &str) -> String {
        format!(
            "frame = \"{hash}\"\nreference_date = \"2012-06-30\"\nalgorithm = \"{algorithm}\"\n\
             households = 20\nper_psu = 10\nshift = 0.0\nallocation = \"equal\"\n\
             [[stratum]]\ncode = \"1\"\nname = {{ zh = \"甲区\" }}\nkind = \"district\"\npopulation = 1800\n"
        )
    }

    fn said(units: &str, hash: &str, algorithm: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let (frame, file) = (
            folder.path().join("units.csv"),
            folder.path().join("design.toml"),
        );
        std::fs::write(&frame, units).unwrap();
        std::fs::write(&file, design(hash, algorithm)).unwrap();
        let table = repeat(&frame, &file, 7, Locale::English);
        let table = table.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(table).unwrap())
    }

    fn hash() -> String {
        let folder = tempfile::tempdir().unwrap();
        let units = folder.path().join("units.csv");
        std::fs::write(&units, UNITS).unwrap();
        let design = toml::from_str(&design("", Method::Systematic.algorithm())).unwrap();
        frame(&units, &design, Locale::English).unwrap().hash()
    }

    #[test]
    fn a_draw_is_repeated_from_the_frame_it_was_made_from_and_from_no_other() {
        let table = said(UNITS, &hash(), Method::Systematic.algorithm()).unwrap();
        assert_eq!(
            table,
            said(UNITS, &hash(), Method::Systematic.algorithm()).unwrap()
        );
        // Two PSUs of ten households.
        assert_eq!(table.lines().count(), 1 + 2 + 20, "{table}");
        let changed = UNITS.replace("1C,1,村,no,300,100", "1C,1,村,no,300,101");
        let refused = said(&changed, &hash(), Method::Systematic.algorithm()).unwrap_err();
        assert!(
            refused.contains("is not the frame that was drawn from"),
            "{refused}"
        );
        let refused = said(UNITS, &hash(), "dice").unwrap_err();
        assert!(refused.contains("another method (dice)"), "{refused}");
        let faulty = UNITS.replace("1C,1,村,no,300,100", "1C,1,村,no,300,none");
        let refused = said(&faulty, &hash(), Method::Systematic.algorithm()).unwrap_err();
        assert!(refused.contains("units.csv:4"), "{refused}");
    }
}
