//! The strata of the plan by their codes, by the codes that came after them, and by their names.

use std::collections::BTreeMap;

use super::fault::ListingFault;
use super::number::{plain_signs, tidy_code};
use super::remark::excerpt;
use crate::frame::FrameStratum;
use crate::id::StratumId;
use questionnaire::Text;

/// The digits of a county's code, and what fills it up to the twelve digits that statistics have.
const COUNTY_DIGITS: usize = 6;
const FILLED_UP: &str = "000000";

/// A stratum, and how it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundStratum<'a> {
    pub(super) stratum: &'a FrameStratum,
    pub(super) by: FoundBy<'a>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum FoundBy<'a> {
    Code,
    Name,
    /// By the code that it has since this year.
    LaterCode(&'a StratumId, i32),
}

/// The strata of a plan, to be looked up.
#[derive(Debug)]
pub(super) struct StratumLookup<'a> {
    by_code: BTreeMap<&'a str, &'a FrameStratum>,
    by_later_code: BTreeMap<&'a str, Vec<(&'a FrameStratum, &'a StratumId, i32)>>,
    by_name: BTreeMap<&'a str, Vec<&'a FrameStratum>>,
    year: Option<i32>,
}

impl<'a> StratumLookup<'a> {
    /// The strata, for a list whose figures stand for this year.
    pub(super) fn new(strata: &'a [FrameStratum], year: Option<i32>) -> Self {
        let mut lookup = Self {
            by_code: BTreeMap::new(),
            by_later_code: BTreeMap::new(),
            by_name: BTreeMap::new(),
            year,
        };
        for stratum in strata {
            lookup.by_code.insert(stratum.code.as_str(), stratum);
            for name in names(&stratum.name) {
                lookup.by_name.entry(name).or_default().push(stratum);
            }
            if let Some(expiry) = &stratum.expiry
                && let Some(successor) = &expiry.successor
            {
                let later = lookup.by_later_code.entry(successor.as_str()).or_default();
                later.push((stratum, successor, expiry.valid_until));
            }
        }
        lookup
    }

    /// Whether a cell is the code of a stratum of the plan, as it stands.
    pub(super) fn has_code(&self, cell: &str) -> bool {
        self.by_code.contains_key(cell)
    }

    /// The stratum that a cell names.
    pub(super) fn find(&self, cell: &str) -> Result<FoundStratum<'a>, ListingFault> {
        if cell.is_empty() {
            return Err(ListingFault::Empty);
        }
        let code = tidy_code(cell);
        let county = match code.split_at_checked(COUNTY_DIGITS) {
            Some((county, FILLED_UP)) => county,
            _ => code.as_str(),
        };
        if let Some(stratum) = self.by_code.get(cell).or_else(|| self.by_code.get(county)) {
            return self.in_its_time(stratum);
        }
        if let Some([(stratum, successor, since)]) =
            self.by_later_code.get(county).map(Vec::as_slice)
        {
            return match self.year {
                Some(year) if year < *since => Err(ListingFault::CodeNotYet {
                    code: (*successor).clone(),
                    since: *since,
                    then: stratum.code.clone(),
                }),
                _ => Ok(FoundStratum {
                    stratum,
                    by: FoundBy::LaterCode(successor, *since),
                }),
            };
        }
        self.find_by_name(cell)
            .ok_or_else(|| ListingFault::UnknownStratum(excerpt(cell)))
    }

    /// The stratum of a name that no other stratum has.
    pub(super) fn find_by_name(&self, cell: &str) -> Option<FoundStratum<'a>> {
        let name = plain_signs(cell);
        let [stratum] = self.by_name.get(name.trim())?.as_slice() else {
            return None;
        };
        let by = FoundBy::Name;
        Some(FoundStratum { stratum, by })
    }

    /// A stratum found by its own code, unless that had ended.
    fn in_its_time(&self, stratum: &'a FrameStratum) -> Result<FoundStratum<'a>, ListingFault> {
        if let (Some(year), Some(expiry)) = (self.year, &stratum.expiry)
            && year > expiry.valid_until
        {
            return Err(ListingFault::CodeEnded {
                code: stratum.code.clone(),
                until: expiry.valid_until,
                successor: expiry.successor.clone(),
            });
        }
        let by = FoundBy::Code;
        Ok(FoundStratum { stratum, by })
    }
}

fn names(text: &Text) -> impl Iterator<Item = &str> {
    let names = text.languages().filter_map(|language| text.find(language));
    names.filter(|name| !name.is_empty())
}
