//! The line above the title of a release.

use crate::interface::Interface;
use messages::text;
use results::release::Release;

/// City, wave and time of release in one line.
pub(super) fn eyebrow(interface: &Interface, release: &Release) -> String {
    interface.locale.t(text::ReleaseEyebrow {
        city: interface.text(&release.city),
        title: interface.text(&release.title),
        date: interface.date(release.released_at),
    })
}
