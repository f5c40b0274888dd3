//! What each role may do: the one table.

use std::collections::BTreeSet;

use super::role::Role;

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See drafts, versions and their differences.
    SeeQuestionnaires,
    /// Write drafts and send them to review.
    EditDrafts,
    /// Approve what somebody else wrote, which publishes it.
    ApproveVersions,
    /// See waves with their links, posters and counts of returns.
    SeeWaves,
    /// Open and close waves.
    ManageWaves,
    /// Open what a closed wave has sealed.
    OpenSealed,
    /// Compute the results of a closed wave, and see them before anybody else does.
    ComputeRelease,
    /// Publish results that somebody else computed.
    PublishRelease,
    /// Add people, change their roles, end their sessions.
    ManagePeople,
    /// Search and export the audit log.
    ReadAudit,
    /// Export the answers of a released wave person by person.
    ExportRows,
    /// Type in booklets that came back on paper.
    EnterPaper,
    /// Visit the households that one was given, and hand their form over.
    VisitHouseholds,
    /// Read the results of the part of the city that one answers for, before everybody does where the plan says so.
    ReadOwnResults,
    /// Enter values of a plan's register.
    EnterRegister,
    /// See values of a register that wait, and release or refuse what somebody else entered.
    ReleaseRegister,
    /// Read what residents wrote in words, take out what tells who somebody is, and code it.
    ReviewTexts,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 17] = [
        Self::SeeQuestionnaires,
        Self::EditDrafts,
        Self::ApproveVersions,
        Self::SeeWaves,
        Self::ManageWaves,
        Self::OpenSealed,
        Self::ComputeRelease,
        Self::PublishRelease,
        Self::ManagePeople,
        Self::ReadAudit,
        Self::ExportRows,
        Self::EnterPaper,
        Self::VisitHouseholds,
        Self::ReadOwnResults,
        Self::EnterRegister,
        Self::ReleaseRegister,
        Self::ReviewTexts,
    ];
}

impl Role {
    /// What the role may do.
    ///
    /// # Design
    ///
    /// An administrator looks after people and writes no questionnaire: who wants to change both what is
    /// asked and who may ask needs two roles, and the audit log shows when they were granted.
    pub fn permissions(&self) -> &'static [Permission] {
        use Permission::{
            ApproveVersions, ComputeRelease, EditDrafts, EnterPaper, EnterRegister, ExportRows,
            ManagePeople, ManageWaves, OpenSealed, PublishRelease, ReadAudit, ReadOwnResults,
            ReleaseRegister, ReviewTexts, SeeQuestionnaires, SeeWaves, VisitHouseholds,
        };
        match self {
            Self::Administrator => &[SeeQuestionnaires, SeeWaves, ManagePeople, ReadAudit],
            Self::Designer => &[SeeQuestionnaires, EditDrafts, ApproveVersions, SeeWaves],
            Self::FieldManager => &[
                SeeQuestionnaires,
                ApproveVersions,
                SeeWaves,
                ManageWaves,
                EnterPaper,
            ],
            Self::EntryClerk => &[EnterPaper],
            Self::Analyst => &[
                SeeQuestionnaires,
                SeeWaves,
                ComputeRelease,
                ExportRows,
                EnterRegister,
                ReleaseRegister,
                ReviewTexts,
            ],
            Self::Releaser => &[
                SeeQuestionnaires,
                SeeWaves,
                OpenSealed,
                ComputeRelease,
                PublishRelease,
                ReadAudit,
                ExportRows,
                ReleaseRegister,
                ReviewTexts,
            ],
            Self::Interviewer => &[VisitHouseholds],
            Self::Official(_) => &[ReadOwnResults],
        }
    }
}

/// What several roles together may do.
pub(super) fn granted<'a>(roles: impl IntoIterator<Item = &'a Role>) -> BTreeSet<Permission> {
    roles
        .into_iter()
        .flat_map(Role::permissions)
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_held_by_some_role() {
        let held = granted(&Role::PLAIN);
        assert_eq!(held.len(), Permission::ALL.len());
    }

    #[test]
    fn no_right_reaches_further_than_was_decided() {
        let holders = |permission| -> Vec<&'static str> {
            let roles = Role::PLAIN.iter();
            roles
                .filter(|role| role.permissions().contains(&permission))
                .map(Role::kind)
                .collect()
        };
        let staff = [
            "administrator",
            "designer",
            "field-manager",
            "analyst",
            "releaser",
        ];
        assert_eq!(holders(Permission::SeeQuestionnaires), staff);
        assert_eq!(holders(Permission::SeeWaves), staff);
        assert_eq!(holders(Permission::EditDrafts), ["designer"]);
        assert_eq!(
            holders(Permission::ApproveVersions),
            ["designer", "field-manager"]
        );
        assert_eq!(holders(Permission::ManageWaves), ["field-manager"]);
        assert_eq!(holders(Permission::OpenSealed), ["releaser"]);
        assert_eq!(holders(Permission::ComputeRelease), ["analyst", "releaser"]);
        assert_eq!(holders(Permission::PublishRelease), ["releaser"]);
        assert_eq!(holders(Permission::ManagePeople), ["administrator"]);
        assert_eq!(
            holders(Permission::ReadAudit),
            ["administrator", "releaser"]
        );
        assert_eq!(holders(Permission::ExportRows), ["analyst", "releaser"]);
        assert_eq!(
            holders(Permission::EnterPaper),
            ["field-manager", "entry-clerk"]
        );
        assert_eq!(holders(Permission::VisitHouseholds), ["interviewer"]);
        assert_eq!(holders(Permission::ReadOwnResults), ["official"]);
        assert_eq!(holders(Permission::EnterRegister), ["analyst"]);
        assert_eq!(
            holders(Permission::ReleaseRegister),
            ["analyst", "releaser"]
        );
        assert_eq!(holders(Permission::ReviewTexts), ["analyst", "releaser"]);
    }

    #[test]
    fn whoever_may_act_on_something_may_see_it() {
        for role in Role::PLAIN {
            let held = granted([&role]);
            let has = |permission| held.contains(&permission);
            assert!(!has(Permission::EditDrafts) || has(Permission::SeeQuestionnaires));
            assert!(!has(Permission::ApproveVersions) || has(Permission::SeeQuestionnaires));
            assert!(!has(Permission::ManageWaves) || has(Permission::SeeWaves));
            assert!(!has(Permission::OpenSealed) || has(Permission::SeeWaves));
            assert!(!has(Permission::ComputeRelease) || has(Permission::SeeWaves));
            // Results are seen with the permission to compute them.
            assert!(!has(Permission::PublishRelease) || has(Permission::ComputeRelease));
            // What waits in a register is seen with the permission to release it, on pages of a plan.
            assert!(!has(Permission::EnterRegister) || has(Permission::ReleaseRegister));
            assert!(!has(Permission::ReleaseRegister) || has(Permission::SeeWaves));
            // Themes and terms are published from the pages of reviewers.
            assert!(!has(Permission::PublishRelease) || has(Permission::ReviewTexts));
            assert!(!has(Permission::ReviewTexts) || has(Permission::SeeWaves));
        }
    }
}
