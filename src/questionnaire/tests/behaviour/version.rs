//! A version is known by its hash for ever: what the code becomes must not change the content of a questionnaire that
//! has been fielded.

use std::path::Path;

/// The shipped questionnaires with the hashes under which they have been registered.
const VERSIONS: &[(&str, &str)] = &[
    (
        "harbin-2012-2014/residents.toml",
        "c33f1fe43d539a79d0ae604443ef92234935e4026746bcf08add355657cd5a70",
    ),
    (
        "harbin-2012-2014/parents.toml",
        "c93096e849393673bd488c8710b00f2a8155a755a783563c6f15953b9c0e44ab",
    ),
    (
        "harbin-2012-2014/window.toml",
        "bdbaccfcc345cdd237df44a1fc36de85d216c2b6b93935aff59c579f8c5ebdde",
    ),
    (
        "examples/arms.toml",
        "54e0342c00eeb53eb9e8d4b3b69ad4c041756eb8ac0f6a97f53adfe99eb328c2",
    ),
    (
        "examples/choices.toml",
        "cf722dfb7837de0433689ab6bd91a588803bf437f7199398f1fe94156a3d664e",
    ),
    (
        "examples/conditions.toml",
        "72b96797424319d7187ac63aa77d64dc41b4958b0e35c46c6d415445a9a0cba2",
    ),
    (
        "examples/rotation.toml",
        "9ed8e2c141e7716395fd1bc08768765644815e908f13e56ba770f33138b20ce2",
    ),
    (
        "examples/screening.toml",
        "697fd553511cb09dbb8132a37064f814c7c7a4746f78088ce16085aba9842480",
    ),
];

#[test]
fn every_shipped_questionnaire_keeps_the_hash_it_was_registered_under() {
    let surveys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../surveys");
    let found: Vec<(String, String)> = VERSIONS
        .iter()
        .map(|(file, _)| {
            let content = std::fs::read(surveys.join(file)).unwrap();
            let questionnaire = format::read(file, &content).questionnaire.unwrap();
            ((*file).to_owned(), questionnaire.version().to_string())
        })
        .collect();
    let known = VERSIONS.iter();
    let known: Vec<(String, String)> = known
        .map(|(file, hash)| ((*file).to_owned(), (*hash).to_owned()))
        .collect();
    assert_eq!(found, known);
}
