//! The ids of the parts of a questionnaire, told apart from one another and from other texts.
//!
//! # Design
//!
//! An id is a type of its own, so that the compiler refuses the id of a question where that of a
//! scale belongs. It is made by name (`ScaleId::new`), at the edges where files, forms and rows
//! are read: a conversion that happens by itself (`From<&str>`, `Deref`) would let any text
//! through again. In documents it is the bare text.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id written like this; whether there is such a part is another question.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// As written in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// The id of a question, as in `R11`.
    QuestionId
}

id! {
    /// The id of a scale, as in `S5`.
    ScaleId
}
