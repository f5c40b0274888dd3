//! The desk where booklets that came back on paper are typed in: twice, by two people; what differs is settled by another
//! look at the paper.
//!
//! # Design
//!
//! The code on the cover of a booklet is the key to what was typed of it ([`fieldwork::paper`]): it is typed or scanned anew
//! at every step, travels in the body of forms alone and is never kept. Copies are read as forms of residents are, by
//! [`questionnaire::read_copied`]; what counts goes through the intake like any other form and spends the code.
//!
//! The variant is the number at the end of the booklet, and typed from there. It could follow from the code, but then whoever
//! holds the codes would know which arms a household was shown, and responses keep their arms.

mod counting;
mod desk;
mod entry;
mod laid;
mod question;
mod settling;

pub(crate) use desk::{remove, show, take};
pub(crate) use entry::submit as enter;
pub(crate) use settling::submit as settle;

use maud::{Markup, html};

use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use fieldwork::store::count_waiting_booklets;
use fieldwork::{Mode, Wave};
use messages::text;

/// The field of the code on the cover.
const CODE: &str = "_code";
/// The field of the number that tells the variant of a booklet.
const COPY: &str = "_copy";
/// The field by which somebody says that the paper reads so, though it is no answer.
const STANDS: &str = "_stands";

/// What is said before a wave is closed on whose desk booklets wait; nothing where none do.
pub(super) async fn warning(
    app: &App,
    interface: &Interface,
    wave: &Wave,
) -> Result<Markup, Error> {
    if wave.mode == Mode::Open {
        return Ok(html! {});
    }
    let waiting = count_waiting_booklets(&app.db, wave.id).await?;
    let locale = interface.locale;
    Ok(html! {
        @if waiting.all() > 0 {
            p.notice.doubt {
                (locale.t(text::PaperLostAtClose { count: waiting.all() })) " "
                a href=(interface.link(Address::WavePaper { wave: &wave.slug })) { (locale.t(text::PAPER_TITLE)) }
            }
        }
    })
}
