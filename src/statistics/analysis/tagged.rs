//! Enums whose variant JSON names by a member, read and written so that a message says which member is wrong.

use serde::de::DeserializeOwned;
use serde::{Serialize, ser};
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

/// A message with the way to the member that it is about.
pub(super) fn within(path: &[&Segment], error: &serde_json::Error) -> String {
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
