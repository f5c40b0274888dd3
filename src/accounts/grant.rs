//! Which changes of roles need a second administrator.

use std::collections::BTreeSet;

use super::permission::Permission;
use super::role::Role;

/// Whether one administrator alone may not do it, where there are two: giving a role that approves, opens, releases or
/// manages people, or taking the administrator's role from somebody. Otherwise one person could make the second that
/// every other rule asks for, or be rid of who would see it.
pub fn needs_two(held: &BTreeSet<Role>, wanted: &BTreeSet<Role>) -> bool {
    let given = wanted.difference(held).any(is_weighty);
    given || (held.contains(&Role::Administrator) && !wanted.contains(&Role::Administrator))
}

fn is_weighty(role: &Role) -> bool {
    let weighty = [
        Permission::ApproveVersions,
        Permission::OpenSealed,
        Permission::PublishRelease,
        Permission::ManagePeople,
        Permission::ReleaseRegister,
        Permission::ReviewTexts,
    ];
    weighty
        .iter()
        .any(|permission| role.permissions().contains(permission))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(roles: &[Role]) -> BTreeSet<Role> {
        roles.iter().cloned().collect()
    }

    #[test]
    fn only_what_makes_a_second_person_needs_one() {
        let light = set(&[Role::EntryClerk, Role::Interviewer]);
        assert!(!needs_two(&set(&[]), &light));
        for role in Role::PLAIN {
            let with = set(&[Role::EntryClerk, role.clone()]);
            let weighty = [
                "administrator",
                "designer",
                "field-manager",
                "analyst",
                "releaser",
            ];
            assert_eq!(
                needs_two(&set(&[Role::EntryClerk]), &with),
                weighty.contains(&role.kind())
            );
            assert!(!needs_two(&with, &with));
            let taken = needs_two(&with, &set(&[Role::EntryClerk]));
            assert_eq!(taken, role == Role::Administrator);
        }
    }
}
