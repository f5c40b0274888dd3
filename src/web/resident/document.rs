//! The whole questionnaire as one document that works without a script.

use maud::{Markup, html};

use super::field;
use super::form::{Document, Message};
use super::notice;
use super::script_data;
use crate::extract::Fields;
use crate::interface::Interface;
use crate::page::{FORM, Page};
use messages::{text, words::Reader};

/// What is wrong with a sent form, for its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing: it has not been sent.
    Fresh,
    /// Some answers must be looked at again.
    Faulty(Vec<Message>),
    /// It could not be stored now.
    Unavailable,
}

impl Standing {
    fn messages(&self) -> &[Message] {
        match self {
            Self::Faulty(messages) => messages,
            _ => &[],
        }
    }
}

impl Document<'_> {
    /// The page, with everything typed kept. It is sent to the address it came from, and nothing in it
    /// tells that address.
    pub(super) fn view(
        &self,
        interface: &Interface,
        typed: &Fields,
        standing: &Standing,
    ) -> Markup {
        let locale = interface.locale;
        let title = interface.text(&self.wave.title);
        let window = match standing {
            Standing::Fresh => title.to_owned(),
            _ => locale.t(text::TitleWithError { title }),
        };
        let reader = Reader {
            locale,
            questionnaire: self.questionnaire,
            assignment: self.assignment,
            call: &|question| {
                let text = question.text.map_or("", |text| interface.text(text));
                locale.t(text::Quoted { text })
            },
        };
        let page = Page::new(interface, title).title(window).form();
        page.simulated(self.wave.simulated).body(&html! {
            (self.summary(interface, standing))
            div.intro #intro {
                @if script_data::is_one_screen(self.questionnaire) {
                    (notice::collapsed_notice(interface, self.wave, self.questionnaire))
                } @else {
                    (notice::statutory_header(interface, self.wave))
                    p.lead { (interface.text(&self.questionnaire.intro)) }
                    (notice::who_answers(interface, self.wave))
                    (notice::what_must_be_answered(interface, self.questionnaire))
                    (notice::short(interface, self.wave))
                }
            }
            form.survey #(FORM) method="post" {
                input type="hidden" name="_variant" value=(self.variant);
                @for part in &self.parts {
                    @let title = part.section.map_or("", |section| interface.text(&section.title));
                    @if !title.is_empty() { h2 { (title) } }
                    @for shown in &part.questions { (field::view(interface, shown, &reader, title, typed, standing.messages())) }
                }
                div.send {
                    p { (locale.t(text::SEND_NOTE)) }
                    button type="submit" { (locale.t(text::SEND)) }
                }
            }
            (script_data::view(interface, self))
        })
    }

    fn summary(&self, interface: &Interface, standing: &Standing) -> Markup {
        let locale = interface.locale;
        let count = standing.messages().len();
        html! {
            @match standing {
                Standing::Fresh => {}
                Standing::Faulty(messages) => {
                    div.errors #errors role="alert" tabindex="-1" autofocus {
                        h2 { (locale.t(text::ErrorsTitle { count })) }
                        ul { @for message in messages {
                            li { a href={ "#" (message.question) } { strong { (message.text) } (self.quote(interface, message)) } }
                        } }
                    }
                }
                Standing::Unavailable => {
                    div.errors #errors role="alert" tabindex="-1" autofocus {
                        h2 { (locale.t(text::ERROR_UNAVAILABLE_TITLE)) }
                        p { (locale.t(text::ERROR_UNAVAILABLE)) }
                    }
                }
            }
        }
    }

    fn quote(&self, interface: &Interface, message: &Message) -> String {
        let question = self.questionnaire.question(&message.question);
        let text = question.map_or("", |question| interface.text(&question.text));
        interface.locale.t(text::Quoted { text })
    }
}
