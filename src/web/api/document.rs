//! The OpenAPI document, made from the table of operations and the types of their answers.
//!
//! # Design
//!
//! The program makes JSON Schemas of its types with `schemars` already (for analysis documents), and OpenAPI 3.1 takes
//! these as they are, so nothing else is needed to make the document. Addresses come from the one place that writes them.
//!
//! # References
//! <https://spec.openapis.org/oas/v3.1.1.html>; held to its JSON Schema by `the_document_is_valid_openapi` in `tests/web`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::model::Problem;
use super::operations::{OPERATIONS, Operation, parameter};
use crate::app::App;
use crate::conditional;
use crate::error::Error;
use crate::interface::Interface;
use crate::site::Site;
use messages::{Locale, text};

/// The version of what is answered: its first number stands in every address.
const VERSION: &str = "1.0.0";

/// Shows what programs can ask for, as programs read it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
) -> Result<Response, Error> {
    let document = document(interface.locale, &app.site);
    let body = serde_json::to_vec(&document).map_err(Error::internal)?;
    Ok(conditional::answer(&asked, "application/json", body))
}

fn document(locale: Locale, site: &Site) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.for_serialize().into_generator();
    let paths: Map<String, Value> = OPERATIONS
        .iter()
        .map(|operation| {
            let described = json!({ "get": describe(locale, operation, &mut generator) });
            (operation.at.written().to_owned(), described)
        })
        .collect();
    let problem = generator.subschema_for::<Problem>();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": locale.t(text::API_TITLE),
            "version": VERSION,
            "description": locale.t(text::API_LEAD),
        },
        "servers": [{ "url": site.full("/") .trim_end_matches('/') }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": {
                "Problem": {
                    "description": locale.t(text::API_PROBLEM),
                    "content": { "application/problem+json": { "schema": problem } },
                },
                "Same": { "description": locale.t(text::API_SAME) },
                "TooMany": {
                    "description": locale.t(text::API_TOO_MANY),
                    "headers": {
                        "Retry-After": {
                            "description": locale.t(text::API_RETRY),
                            "schema": { "type": "integer" },
                        },
                    },
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
        },
    })
}

fn describe(locale: Locale, operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let parameters: Vec<Value> = operation
        .parameters()
        .map(|name| {
            json!({
                "name": name,
                "in": "path",
                "required": true,
                "description": locale.t(parameter(name)),
                "schema": { "type": "string" },
            })
        })
        .collect();
    json!({
        "operationId": operation.id,
        "summary": locale.t(operation.summary),
        "parameters": parameters,
        "responses": {
            "200": {
                "description": locale.t(operation.summary),
                "headers": {
                    "ETag": { "description": locale.t(text::API_TAG), "schema": { "type": "string" } },
                },
                "content": { "application/json": { "schema": (operation.schema)(generator) } },
            },
            "304": { "$ref": "#/components/responses/Same" },
            "404": { "$ref": "#/components/responses/Problem" },
            "429": { "$ref": "#/components/responses/TooMany" },
            "default": { "$ref": "#/components/responses/Problem" },
        },
    })
}
