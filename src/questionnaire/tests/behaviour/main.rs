//! What a questionnaire does, tried on questionnaires that are written in a few lines and read by `format`.

mod difference;
mod duration;
mod phrase;
mod routing;
#[path = "../../../format/sample.rs"]
mod sample;
mod text_key;
mod validation;
mod variant;
mod version;
