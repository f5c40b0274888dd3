//! Reading and writing of an analysis document, and who is named when it cannot be read.

use serde::de::DeserializeOwned;
use serde::{Serialize, ser};
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

use super::AnalysisError;
use super::document::{Analysis, Design, DesignKind, SinglePsu};

impl Analysis {
    /// Reads a document; one that says anything unknown or contradictory is refused.
    pub fn read(document: &Value) -> Result<Self, AnalysisError> {
        let analysis: Self = serde_path_to_error::deserialize(document)
            .map_err(|error| blame(document, error.path(), error.inner()))?;
        for (place, design) in analysis.designs.iter().enumerate() {
            let mut earlier = analysis.designs[..place].iter();
            let checked = if earlier.any(|earlier| earlier.name == design.name) {
                Err("two designs have this name".to_owned())
            } else {
                design.check()
            };
            checked.map_err(|reason| AnalysisError::Design {
                design: design.name.clone(),
                reason,
            })?;
        }
        for (place, estimate) in analysis.estimates.iter().enumerate() {
            let checked = match estimate.statistic.place() {
                Some((wanted, _)) if !analysis.designs.iter().any(|d| d.name == wanted) => {
                    Err(format!("there is no design {wanted:?}"))
                }
                _ => estimate.statistic.check(&analysis),
            };
            checked.map_err(|reason| AnalysisError::Estimate {
                estimate: label(estimate.id.as_deref(), place),
                reason,
            })?;
        }
        Ok(analysis)
    }
}

impl Design {
    /// Refuses members that do not go together.
    fn check(&self) -> Result<(), String> {
        let replicated = self.kind == DesignKind::Replicates;
        let of_a_sample = [
            ("ids", self.ids.list().is_empty()),
            ("strata", self.strata.list().is_empty()),
            ("probs", self.probs.list().is_empty()),
            ("fpc", self.fpc.list().is_empty()),
            ("pps", self.pps.is_none()),
            ("certainty_psus", self.certainty_psus.list().is_empty()),
        ];
        let of_replicates = [
            (
                "repweight_columns",
                self.repweight_columns.list().is_empty(),
            ),
            ("combined_weights", !self.combined_weights),
            ("mse", !self.mse),
            ("type", self.replicate_type.is_none()),
            ("rho", self.rho.is_none()),
            ("scale", self.scale.is_none()),
            ("rscales", self.rscales.list().is_empty()),
        ];
        let stray = |members: &[(&'static str, bool)]| {
            let mut given = members.iter().filter(|(_, absent)| !absent);
            given.next().map(|(member, _)| *member)
        };
        if let Some(member) = stray(&of_a_sample).filter(|_| replicated) {
            Err(format!("{member} does not go with kind svrepdesign"))
        } else if let Some(member) = stray(&of_replicates).filter(|_| !replicated) {
            Err(format!("{member} goes only with kind svrepdesign"))
        } else if self.variance.is_some() && self.pps.is_none() {
            Err("variance goes only with pps".to_owned())
        } else if (self.lonely_psu == SinglePsu::Collapse) == self.collapse.is_empty() {
            Err("lonely_psu: collapse and the member collapse go together".to_owned())
        } else {
            Ok(())
        }
    }
}

/// What an entry of a list is called in messages: as it calls itself, or by its place.
pub(super) fn label(name: Option<&str>, place: usize) -> String {
    name.map_or_else(|| (place + 1).to_string(), str::to_owned)
}

/// Says which design or estimate, and which member of it, cannot be read.
fn blame(document: &Value, path: &Path, error: &serde_json::Error) -> AnalysisError {
    let segments: Vec<&Segment> = path.iter().collect();
    let (list, place, inner) = match segments.as_slice() {
        [Segment::Map { key }, Segment::Seq { index }, inner @ ..] => (key.as_str(), *index, inner),
        all => {
            let reason = within(all, error);
            return AnalysisError::Document { reason };
        }
    };
    let reason = within(inner, error);
    let entry = &document[list][place];
    if list == "designs" {
        let design = label(entry["name"].as_str(), place);
        AnalysisError::Design { design, reason }
    } else {
        let estimate = label(entry["id"].as_str(), place);
        AnalysisError::Estimate { estimate, reason }
    }
}

/// A message with the way to the member that it is about.
fn within(path: &[&Segment], error: &serde_json::Error) -> String {
    let mut place = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => place = format!("{place}[{index}]"),
            Segment::Map { key } if place.is_empty() => place.push_str(key),
            Segment::Map { key } => place = format!("{place}.{key}"),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    if place.is_empty() {
        error.to_string()
    } else {
        format!("{place}: {error}")
    }
}

/// Reads an enum whose variant JSON names by a member: `{ "op": "rake", … }` as `{ "rake": { … } }`. serde can do this
/// itself, but then forgets on the way which member it stumbled over.
pub(super) fn tagged<T: DeserializeOwned>(
    tag: &str,
    mut members: Map<String, Value>,
) -> Result<T, String> {
    let word = match members.remove(tag) {
        Some(Value::String(word)) => word,
        Some(other) => return Err(format!("{tag} is {other}, not a word")),
        None => return Err(format!("{tag} is missing")),
    };
    let variant = Value::from_iter([(word.clone(), Value::Object(members))]);
    serde_path_to_error::deserialize(variant).map_err(|error| {
        let segments: Vec<&Segment> = error.path().iter().collect();
        within(&segments, error.inner())
    })
}

/// Writes such an enum.
pub(super) fn untagged<T: Serialize, E: ser::Error>(
    tag: &str,
    value: &T,
) -> Result<Map<String, Value>, E> {
    let variant = serde_json::to_value(value).map_err(E::custom)?;
    match variant
        .as_object()
        .and_then(|variant| variant.iter().next())
    {
        Some((word, Value::Object(members))) => {
            let mut members = members.clone();
            members.insert(tag.to_owned(), word.as_str().into());
            Ok(members)
        }
        _ => Err(E::custom("every variant has members")),
    }
}
