//! The ids of the parts of a questionnaire, told apart from one another and from other texts.
//!
//! # Design
//!
//! An id is a type of its own, so that the compiler refuses the id of a question where that of a
//! scale belongs. It is made by name (`ScaleId::new`), at the edges where files, forms and rows
//! are read: a conversion that happens by itself (`From<&str>`, `Deref`) would let any text
//! through again. In documents it is the bare text. The ids of other rooms (an indicator's, a
//! stratum's) are made by the same macro, [`id!`](crate::id!).

/// An id as a type of its own; the crate that makes one needs `serde`.
#[macro_export]
macro_rules! id {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(
            Debug,
            Clone,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            ::serde::Serialize,
            ::serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id written like this; whether there is such a thing is another question.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// As written in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
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
