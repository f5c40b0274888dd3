//! `minyi sample`: repeats a draw, years later, from frame, design and seed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::config::LanguageArgs;
use messages::{Locale, text, words};
use sampling::listing::read_units;
use sampling::{ALGORITHM, DesignFile, Frame, draw};

/// What is drawn, and from what.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// The communities and villages: CSV or XLSX, as `minyi frame export` prints them
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
    if design.algorithm != ALGORITHM {
        bail!(locale.t(text::CommandOtherAlgorithm {
            algorithm: design.algorithm
        }));
    }
    let content = read(units, locale)?;
    let file = units.display().to_string();
    let units = read_units(&file, &content, &design.strata).map_err(|findings| {
        let said = findings.into_iter();
        let said = said.map(|finding| {
            let finding = finding.map(|problem| words::listing_fault(locale, &problem));
            finding.to_string()
        });
        anyhow::Error::msg(said.collect::<Vec<_>>().join("\n"))
    })?;
    let frame = Frame::new(design.strata.clone(), units);
    if frame.hash() != design.frame {
        bail!(locale.t(text::CommandOtherFrame { path: file }));
    }
    let drawn = draw(&frame, &design.plan(seed));
    let drawn = drawn.map_err(|error| anyhow::Error::msg(words::draw_error(locale, &error)))?;
    Ok(drawn.to_csv())
}

fn read(path: &Path, locale: Locale) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| {
        let path = path.display().to_string();
        locale.t(text::CommandCannotRead { path })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: &str = "code,stratum,name_zh,urban,population,households\n\
        1A,1,社区,yes,900,300\n1B,1,村,no,600,200\n1C,1,村,no,300,100\n";
    const STRATA: &str = "[[stratum]]\ncode = \"1\"\nname = { zh = \"甲区\" }\nkind = \"district\"\npopulation = 1800\n";

    fn said(units: &str, hash: &str, algorithm: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let (frame, file) = (
            folder.path().join("units.csv"),
            folder.path().join("design.toml"),
        );
        let design = format!(
            "frame = \"{hash}\"\nalgorithm = \"{algorithm}\"\nhouseholds = 20\nper_psu = 10\nshift = 0.0\n\
             allocation = \"equal\"\n{STRATA}"
        );
        std::fs::write(&frame, units).unwrap();
        std::fs::write(&file, design).unwrap();
        let repeated = repeat(&frame, &file, 7, Locale::English);
        let table = repeated.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(table).unwrap())
    }

    fn hash() -> String {
        let strata: DesignFile = toml::from_str(&format!(
            "frame = \"\"\nalgorithm = \"\"\nhouseholds = 1\nper_psu = 1\nshift = 0.0\nallocation = \"equal\"\n{STRATA}"
        ))
        .unwrap();
        let units = read_units("units.csv", UNITS.as_bytes(), &strata.strata).unwrap();
        Frame::new(strata.strata, units).hash()
    }

    #[test]
    fn a_draw_is_repeated_from_the_frame_it_was_made_from_and_from_no_other() {
        let table = said(UNITS, &hash(), ALGORITHM).unwrap();
        assert_eq!(table, said(UNITS, &hash(), ALGORITHM).unwrap());
        // Two PSUs of ten households.
        assert_eq!(table.lines().count(), 1 + 2 + 20, "{table}");
        let changed = UNITS.replace("1C,1,村,no,300,100", "1C,1,村,no,300,101");
        let refused = said(&changed, &hash(), ALGORITHM).unwrap_err();
        assert!(
            refused.contains("is not the frame that was drawn from"),
            "{refused}"
        );
        let refused = said(UNITS, &hash(), "dice").unwrap_err();
        assert!(refused.contains("another method (dice)"), "{refused}");
        let refused = said("code\n", &hash(), ALGORITHM).unwrap_err();
        assert!(refused.contains("the column is missing"), "{refused}");
    }
}
