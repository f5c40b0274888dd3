//! What can be asked: the one table from which the OpenAPI document and the guide are made.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::model::{Districts, Figures, Indicators, Plans, Releases, Waves};
use crate::addresses::{Address, Pattern};
use crate::public::files::json::ReleaseDocument;
use messages::{PlainMessage, text};

/// Something that can be asked with GET.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub(super) at: Pattern,
    /// Its name in programs that are made from the document.
    pub(super) id: &'static str,
    /// An address at which something of what is released is answered.
    pub(super) example: for<'a> fn(&'a Example) -> Address<'a>,
    /// What is answered.
    pub(super) summary: PlainMessage,
    /// The shape of the answer.
    pub(super) schema: fn(&mut SchemaGenerator) -> Schema,
}

/// What is released, to ask for in examples.
pub(super) struct Example {
    pub(super) plan: String,
    pub(super) wave: String,
    pub(super) hash: String,
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// Everything that can be asked.
pub(super) const OPERATIONS: [Operation; 7] = [
    Operation {
        at: Pattern::ApiPlans,
        id: "listPlans",
        example: |_| Address::ApiPlans,
        summary: text::API_PLANS,
        schema: of::<Plans>,
    },
    Operation {
        at: Pattern::ApiIndicators,
        id: "listIndicators",
        example: |of| Address::ApiIndicators { plan: &of.plan },
        summary: text::API_INDICATORS,
        schema: of::<Indicators>,
    },
    Operation {
        at: Pattern::ApiWaves,
        id: "listWaves",
        example: |_| Address::ApiWaves,
        summary: text::API_WAVES,
        schema: of::<Waves>,
    },
    Operation {
        at: Pattern::ApiFigures,
        id: "listFigures",
        example: |of| Address::ApiFigures { wave: &of.wave },
        summary: text::API_FIGURES,
        schema: of::<Figures>,
    },
    Operation {
        at: Pattern::ApiDistricts,
        id: "listDistricts",
        example: |of| Address::ApiDistricts { wave: &of.wave },
        summary: text::API_DISTRICTS,
        schema: of::<Districts>,
    },
    Operation {
        at: Pattern::ApiReleases,
        id: "listReleases",
        example: |_| Address::ApiReleases,
        summary: text::API_RELEASES,
        schema: of::<Releases>,
    },
    Operation {
        at: Pattern::ApiRelease,
        id: "getRelease",
        example: |of| Address::ApiRelease { hash: &of.hash },
        summary: text::API_RELEASE,
        schema: of::<ReleaseDocument>,
    },
];

impl Operation {
    /// The variable parts of its address.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &'static str> {
        let parts = self.at.written().split('/');
        parts.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// What a variable part of an address is.
pub(super) fn parameter(name: &str) -> PlainMessage {
    match name {
        "plan" => text::API_PART_PLAN,
        "hash" => text::API_PART_HASH,
        _ => text::API_PART_WAVE,
    }
}
