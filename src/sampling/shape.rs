//! The outlines of strata, from which maps are drawn: `districts.geojson`.
//!
//! # Design
//!
//! Of GeoJSON (RFC 7946) this reads what a map of districts needs: a collection of features, each with the code of a stratum
//! and one polygon or several. It goes from member to member, as a library of types would stop at the first fault, and
//! here every feature tells its own. What else a feature says (names, points for labels) is for people.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::frame::FrameStratum;
use super::id::StratumId;
use super::problem::{Finding, Problem, ShapeFault};
use format::source::{LARGEST_FILE, SourceProblem};

/// How many signs of a position that is none are told.
const TOLD: usize = 60;

/// The outline of a stratum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StratumShape {
    /// The code of the stratum.
    pub code: StratumId,
    /// Its parts; most strata have one.
    pub polygons: Vec<Polygon>,
}

/// The outer ring of an area, then those of the holes in it.
pub type Polygon = Vec<Ring>;

/// A line around an area: longitude and latitude of each point in degrees. Its last point is its first, or is followed by it.
pub type Ring = Vec<[f64; 2]>;

/// Reads the outlines, every fault in one pass; `file` is named in findings. Without strata nobody is asked whether they
/// have the codes.
pub fn read_shapes(
    file: &str,
    content: &[u8],
    strata: Option<&[FrameStratum]>,
) -> Result<Vec<StratumShape>, Vec<Finding>> {
    let finding = |line, place, problem| Finding {
        file: file.to_owned(),
        line,
        place,
        problem,
    };
    let (text, features) =
        read_features(content).map_err(|(line, problem)| vec![finding(line, None, problem)])?;
    let codes: Option<BTreeSet<&StratumId>> =
        strata.map(|strata| strata.iter().map(|stratum| &stratum.code).collect());
    let mut first: BTreeMap<StratumId, usize> = BTreeMap::new();
    let mut shapes = Vec::new();
    let mut faults: Vec<(usize, Option<StratumId>, ShapeFault)> = Vec::new();
    for (at, feature) in features.iter().enumerate() {
        let code = read_code(feature);
        let mut note = |fault| faults.push((at, code.clone(), fault));
        let polygons = read_polygons(&feature["geometry"]).map_err(&mut note).ok();
        let Some(code) = &code else {
            note(ShapeFault::NoCode);
            continue;
        };
        if codes.as_ref().is_some_and(|codes| !codes.contains(code)) {
            note(ShapeFault::UnknownCode(code.clone()));
        }
        if *first.entry(code.clone()).or_insert(at) != at {
            note(ShapeFault::Duplicate(code.clone()));
        }
        shapes.extend(polygons.map(|polygons| StratumShape {
            code: code.clone(),
            polygons,
        }));
    }
    if faults.is_empty() {
        return Ok(shapes);
    }
    let lines = feature_lines(&text);
    let findings = faults.into_iter().map(|(at, code, fault)| {
        let place = code.map_or_else(|| format!("features[{at}]"), |code| code.to_string());
        let line = lines.get(at).copied().unwrap_or(1);
        finding(line, Some(place), Problem::Shape(fault))
    });
    Err(findings.collect())
}

/// The text of the file and the features in it, or what is wrong with the whole and on which line.
fn read_features(content: &[u8]) -> Result<(String, Vec<Value>), (usize, Problem)> {
    let whole = |fault| (1, Problem::Shape(fault));
    if content.len() > LARGEST_FILE {
        return Err(whole(ShapeFault::TooLarge {
            bytes: content.len(),
            limit: LARGEST_FILE,
        }));
    }
    let text = std::str::from_utf8(content).map_err(|error| {
        let before = &content[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        (line, SourceProblem::NotUtf8.into())
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let mut document: Value = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        (
            error.line().max(1),
            Problem::Shape(ShapeFault::NotJson(message)),
        )
    })?;
    let collection = document["type"] == "FeatureCollection";
    let Some(Value::Array(features)) = document.get_mut("features").filter(|_| collection) else {
        return Err(whole(ShapeFault::NoCollection));
    };
    if features.is_empty() {
        return Err(whole(ShapeFault::NoFeature));
    }
    Ok((text.to_owned(), std::mem::take(features)))
}

/// The code among the properties of a feature; programs that take it for a number write it as one.
fn read_code(feature: &Value) -> Option<StratumId> {
    let code = match &feature["properties"]["code"] {
        Value::String(code) => code.trim().to_owned(),
        Value::Number(code) if code.is_u64() => code.to_string(),
        _ => return None,
    };
    (!code.is_empty()).then(|| StratumId::new(code))
}

fn read_polygons(geometry: &Value) -> Result<Vec<Polygon>, ShapeFault> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str() {
        Some("Polygon") => Ok(vec![read_polygon(coordinates)?]),
        Some("MultiPolygon") => list(coordinates)?.iter().map(read_polygon).collect(),
        Some(other) => Err(ShapeFault::NoPolygon(other.to_owned())),
        None => Err(ShapeFault::NoPolygon("null".to_owned())),
    }
}

fn read_polygon(rings: &Value) -> Result<Polygon, ShapeFault> {
    list(rings)?.iter().map(read_ring).collect()
}

fn read_ring(points: &Value) -> Result<Ring, ShapeFault> {
    let ring: Ring = list(points)?
        .iter()
        .map(read_point)
        .collect::<Result<_, _>>()?;
    if ring.len() < 4 || area(&ring) == 0.0 {
        return Err(ShapeFault::NoArea);
    }
    Ok(ring)
}

/// What stands in a list; an area has at least one part, ring and point.
fn list(value: &Value) -> Result<&[Value], ShapeFault> {
    let list = value.as_array().filter(|list| !list.is_empty());
    list.map(Vec::as_slice).ok_or(ShapeFault::NoArea)
}

/// Longitude and latitude; a height that follows is for others.
fn read_point(point: &Value) -> Result<[f64; 2], ShapeFault> {
    let degrees = |at: usize, most: f64| {
        let degrees = point.get(at).and_then(Value::as_f64);
        degrees.filter(|degrees| degrees.is_finite() && degrees.abs() <= most)
    };
    let (Some(longitude), Some(latitude)) = (degrees(0, 180.0), degrees(1, 90.0)) else {
        let told = point.to_string().chars().take(TOLD).collect();
        return Err(ShapeFault::NotOnEarth(told));
    };
    Ok([longitude, latitude])
}

/// Twice the area of a ring in square degrees.
fn area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let parts = ring.iter().zip(next);
    let doubled: f64 = parts
        .map(|([x, y], [to_x, to_y])| x * to_y - to_x * y)
        .sum();
    doubled.abs()
}

/// The lines on which the features of a collection begin: the objects in the list `features` of the outermost object.
fn feature_lines(text: &str) -> Vec<usize> {
    let (mut lines, mut line) = (Vec::new(), 1);
    let mut open: Vec<u8> = Vec::new();
    let (mut member, mut in_text, mut escaped) = (Vec::new(), false, false);
    for byte in text.bytes() {
        line += usize::from(byte == b'\n');
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => {
                in_text = !in_text;
                if in_text && open == b"{" {
                    member.clear();
                }
            }
            _ if in_text && open == b"{" => member.push(byte),
            _ if in_text => {}
            b'{' | b'[' => {
                if byte == b'{' && open == b"{[" && member == b"features" {
                    lines.push(line);
                }
                open.push(byte);
            }
            b'}' | b']' => {
                open.pop();
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_strata;

    const STRATA: &str = "code,name_zh,type,population\n1,甲区,district,900\n2,乙县,county,600\n";
    const SQUARE: &str = "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]";

    fn feature(code: &str, kind: &str, coordinates: &str) -> String {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"code\":{code}}},\
             \"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
        )
    }

    /// A collection with each feature on a line of its own, the first on line 2.
    fn collection(features: &[String]) -> String {
        let features = features.join(",\n");
        format!(
            "{{\"note\":\"[{{\\\"\",\"type\":\"FeatureCollection\",\"features\":[\n{features}\n]}}"
        )
    }

    fn read(text: &str) -> Result<Vec<StratumShape>, Vec<(usize, String, Problem)>> {
        let strata = read_strata("frame.csv", STRATA.as_bytes()).unwrap();
        read_shapes("districts.geojson", text.as_bytes(), Some(&strata)).map_err(|findings| {
            let told = findings.into_iter().map(|finding| {
                assert_eq!(finding.file, "districts.geojson");
                (
                    finding.line,
                    finding.place.unwrap_or_default(),
                    finding.problem,
                )
            });
            told.collect()
        })
    }

    #[test]
    fn the_shipped_map_has_an_outline_of_every_stratum() {
        let strata = include_bytes!("../../surveys/harbin-2012-2014/frame.csv");
        let strata = read_strata("frame.csv", strata).unwrap();
        let map = include_bytes!("../../surveys/harbin-2012-2014/districts.geojson");
        let shapes = read_shapes("districts.geojson", map, Some(&strata)).unwrap();
        let codes: BTreeSet<&StratumId> = shapes.iter().map(|shape| &shape.code).collect();
        let expected: BTreeSet<&StratumId> = strata.iter().map(|stratum| &stratum.code).collect();
        assert_eq!((shapes.len(), codes), (18, expected));
    }

    #[test]
    fn polygons_with_holes_and_parts_and_codes_written_as_numbers_are_read() {
        let hole = "[[[0,0],[9,0],[9,9],[0,0]],[[5,2],[6,2],[6,3],[5,2]]]";
        let parts = format!("[{SQUARE},[[[5,5,120],[6,5,120],[6,6,120],[5,5,120]]]]");
        let text = collection(&[
            feature("1", "Polygon", hole),
            feature("\" 2 \"", "MultiPolygon", &parts),
        ]);
        let shapes = read(&format!("\u{feff}{text}")).unwrap();
        assert_eq!(shapes[0].code, StratumId::new("1"));
        assert_eq!(shapes[0].polygons[0].len(), 2);
        assert_eq!(shapes[1].code, StratumId::new("2"));
        assert_eq!(shapes[1].polygons[1][0].get(1), Some(&[6.0, 5.0]));
        // Without the strata of a frame any code may stand here.
        let text = collection(&[feature("\"9\"", "Polygon", SQUARE)]);
        assert!(read_shapes("a", text.as_bytes(), None).is_ok());
    }

    #[test]
    fn what_is_wrong_with_the_whole_is_told_with_its_line() {
        let large = " ".repeat(LARGEST_FILE + 1);
        let (bytes, limit) = (LARGEST_FILE + 1, LARGEST_FILE);
        for (text, line, expected) in [
            ("{\"type\":\"Feature\"}", 1, ShapeFault::NoCollection),
            ("[]", 1, ShapeFault::NoCollection),
            (
                "{\"type\":\"FeatureCollection\",\"features\":{}}",
                1,
                ShapeFault::NoCollection,
            ),
            (
                "{\"type\":\"FeatureCollection\",\"features\":[]}",
                1,
                ShapeFault::NoFeature,
            ),
            (&large, 1, ShapeFault::TooLarge { bytes, limit }),
        ] {
            let told = read(text).unwrap_err();
            assert_eq!(told, [(line, String::new(), Problem::Shape(expected))]);
        }
        for (text, line) in [("{\n\"type\": ,\n", 2), ("{\n[1e999]", 2), ("", 1)] {
            let told = read(text).unwrap_err();
            assert_eq!(told[0].0, line, "{told:?}");
            assert!(matches!(&told[0].2, Problem::Shape(ShapeFault::NotJson(_))));
        }
        let told = read_shapes("a", b"{\n\"\xb9\xfe\"}", None).unwrap_err();
        assert_eq!(
            (told[0].line, &told[0].problem),
            (2, &SourceProblem::NotUtf8.into())
        );
    }

    #[test]
    fn every_feature_tells_its_own_fault_on_its_line() {
        let square = |code: &str| feature(code, "Polygon", SQUARE);
        let polygon = |coordinates: &str| feature("1", "Polygon", coordinates);
        let cases = [
            (
                square("\"7\""),
                "7",
                ShapeFault::UnknownCode(StratumId::new("7")),
            ),
            (square("2"), "2", ShapeFault::Duplicate(StratumId::new("2"))),
            (square("null"), "features[1]", ShapeFault::NoCode),
            (square("\" \""), "features[1]", ShapeFault::NoCode),
            (square("1.5"), "features[1]", ShapeFault::NoCode),
            (
                feature("1", "LineString", "[[0,0],[1,1]]"),
                "1",
                ShapeFault::NoPolygon("LineString".to_owned()),
            ),
            (
                "{\"type\":\"Feature\",\"properties\":{\"code\":\"1\"},\"geometry\":null}"
                    .to_owned(),
                "1",
                ShapeFault::NoPolygon("null".to_owned()),
            ),
            (polygon("[]"), "1", ShapeFault::NoArea),
            (polygon("[[]]"), "1", ShapeFault::NoArea),
            (polygon("[[[0,0],[1,1],[0,0]]]"), "1", ShapeFault::NoArea),
            (
                polygon("[[[0,0],[1,1],[2,2],[0,0]]]"),
                "1",
                ShapeFault::NoArea,
            ),
            (
                polygon("[[[0,0],[1,0],[1,91],[0,0]]]"),
                "1",
                ShapeFault::NotOnEarth("[1,91]".to_owned()),
            ),
            (
                polygon("[[[500000.5,0],[1,0],[1,1],[0,0]]]"),
                "1",
                ShapeFault::NotOnEarth("[500000.5,0]".to_owned()),
            ),
            (
                polygon("[[[0,0],[1,null],[1,1],[0,0]]]"),
                "1",
                ShapeFault::NotOnEarth("[1,null]".to_owned()),
            ),
            (
                polygon("[[0,0],[1,0],[1,1],[0,0]]"),
                "1",
                ShapeFault::NotOnEarth("0".to_owned()),
            ),
        ];
        for (faulty, place, expected) in cases {
            let told = read(&collection(&[square("\"2\""), faulty.clone()])).unwrap_err();
            let expected = (3, place.to_owned(), Problem::Shape(expected));
            assert_eq!(told, [expected], "{faulty}");
        }
        let both = collection(&[polygon("[]"), square("\"7\"")]);
        assert_eq!(read(&both).unwrap_err().len(), 2);
    }
}
