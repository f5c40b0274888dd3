//! Roles in words and in a form.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::error::Error;
use crate::extract::Fields;
use crate::interface::Interface;
use accounts::store::Audited;
use accounts::{Role, Scope, User};
use db::Db;
use fieldwork::InterviewerId;
use fieldwork::store::take_all_psus;
use messages::{PlainMessage, text};
use plan::bodies;
use plan::store::{find_plan_of, last_edition, list_plan_ids};
use questionnaire::Text;
use sampling::store::list_strata;

/// The parts of the city that officials can be chosen for.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// The districts of the plans.
    districts: BTreeMap<String, Text>,
    /// The bodies that the plans name.
    departments: BTreeSet<String>,
}

impl Offered {
    /// The parts that the plans name as they are now.
    pub(super) async fn load(db: &Db) -> Result<Self, Error> {
        let mut offered = Self::default();
        for id in list_plan_ids(db).await? {
            let Some(edition) = last_edition(db, &id).await? else {
                continue;
            };
            let strata = list_strata(db, &edition).await?.into_iter();
            (offered.districts).extend(strata.map(|it| (it.code.as_str().to_owned(), it.name)));
            let plan = find_plan_of(db, &edition).await?;
            for indicator in plan.into_iter().flat_map(|plan| plan.indicators) {
                let named = bodies(&indicator.department).into_iter().map(str::to_owned);
                offered.departments.extend(named);
            }
        }
        Ok(offered)
    }

    fn has(&self, scope: &Scope) -> bool {
        match scope {
            Scope::City => true,
            Scope::Department(name) => self.departments.contains(name),
            Scope::District(code) => self.districts.contains_key(code),
        }
    }

    /// The lists to choose from, each open where something of it is held.
    fn view(&self, interface: &Interface, held: &BTreeSet<Role>) -> Markup {
        let districts = self.districts.iter().map(|(code, name)| {
            let name = format!("{} {code}", interface.text(name));
            (Role::Official(Scope::District(code.clone())), name)
        });
        let departments = self.departments.iter().map(|name| {
            let role = Role::Official(Scope::Department(name.clone()));
            (role, name.clone())
        });
        let lists: [(PlainMessage, Vec<(Role, String)>); 2] = [
            (text::PERSON_CHOOSE_DEPARTMENTS, departments.collect()),
            (text::PERSON_CHOOSE_DISTRICTS, districts.collect()),
        ];
        html! {
            @for (title, list) in &lists { @if !list.is_empty() {
                details open[list.iter().any(|(role, _)| held.contains(role))] {
                    summary { (interface.locale.t(*title)) }
                    @for (role, name) in list { label.tick {
                        input type="checkbox" name="role" value=(role) checked[held.contains(role)];
                        span { (name) }
                    } }
                }
            } }
        }
    }
}

/// The words of roles, as they are stored and logged.
pub(super) fn words(roles: &BTreeSet<Role>) -> Vec<String> {
    roles.iter().map(Role::to_string).collect()
}

/// The role in words.
pub(crate) fn role_label(interface: &Interface, role: &Role) -> String {
    let locale = interface.locale;
    match role {
        Role::Administrator => locale.t(text::ROLE_ADMINISTRATOR),
        Role::Designer => locale.t(text::ROLE_DESIGNER),
        Role::FieldManager => locale.t(text::ROLE_FIELD_MANAGER),
        Role::Analyst => locale.t(text::ROLE_ANALYST),
        Role::Releaser => locale.t(text::ROLE_RELEASER),
        Role::Interviewer => locale.t(text::ROLE_INTERVIEWER),
        Role::EntryClerk => locale.t(text::ROLE_ENTRY_CLERK),
        Role::Official(Scope::City) => locale.t(text::ROLE_OFFICIAL_CITY),
        Role::Official(Scope::Department(name)) => {
            locale.t(text::RoleOfficialDepartment { name: name.clone() })
        }
        Role::Official(Scope::District(code)) => {
            locale.t(text::RoleOfficialDistrict { code: code.clone() })
        }
    }
}

/// What the role may do, in words.
fn description(role: &Role) -> PlainMessage {
    match role {
        Role::Administrator => text::DUTY_ADMINISTRATOR,
        Role::Designer => text::DUTY_DESIGNER,
        Role::FieldManager => text::DUTY_FIELD_MANAGER,
        Role::Analyst => text::DUTY_ANALYST,
        Role::Releaser => text::DUTY_RELEASER,
        Role::Interviewer => text::DUTY_INTERVIEWER,
        Role::EntryClerk => text::DUTY_ENTRY_CLERK,
        Role::Official(_) => text::DUTY_OFFICIAL,
    }
}

/// The roles ticked and written in a form; none where one of them cannot be read.
pub(super) fn read(fields: &Fields) -> Option<BTreeSet<Role>> {
    let lines = ["departments", "districts"]
        .into_iter()
        .zip(["department", "district"]);
    let scoped = lines.flat_map(|(name, kind)| {
        let parts = fields
            .get(name)
            .unwrap_or_default()
            .split(['\n', '、', ',', '，', ';', '；']);
        parts
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(move |part| format!("official:{kind}:{part}"))
    });
    fields
        .all("role")
        .map(str::to_owned)
        .chain(scoped)
        .map(|word| word.parse().ok())
        .collect()
}

/// Takes the households from whoever visits none from now on, and voids the codes that lie on their phone.
pub(super) async fn end_visits(
    write: &Audited,
    user: &User,
    roles: &BTreeSet<Role>,
) -> Result<(), Error> {
    if !roles.contains(&Role::Interviewer) {
        take_all_psus(write.transaction(), InterviewerId(user.id.0)).await?;
    }
    Ok(())
}

/// The fields of a form that grants roles: parts of the city are chosen, and written where no plan names them.
pub(super) fn fields(interface: &Interface, offered: &Offered, held: &BTreeSet<Role>) -> Markup {
    let locale = interface.locale;
    let parts = |of: fn(&Scope) -> Option<&String>| {
        let scopes = held.iter().filter_map(|role| match role {
            Role::Official(scope) if !offered.has(scope) => of(scope),
            _ => None,
        });
        let names: Vec<&str> = scopes.map(String::as_str).collect();
        names.join(", ")
    };
    let departments = parts(|scope| match scope {
        Scope::Department(name) => Some(name),
        _ => None,
    });
    let districts = parts(|scope| match scope {
        Scope::District(code) => Some(code),
        _ => None,
    });
    html! {
        fieldset.roles {
            legend { (locale.t(text::PERSON_ROLES)) }
            @for role in &Role::PLAIN {
                label.tick {
                    input type="checkbox" name="role" value=(role) checked[held.contains(role)];
                    span { b { (role_label(interface, role)) } small { (locale.t(description(role))) } }
                }
            }
            (offered.view(interface, held))
            label.f {
                span { (locale.t(text::PERSON_DEPARTMENTS)) }
                input type="text" name="departments" value=(departments);
            }
            label.f {
                span { (locale.t(text::PERSON_DISTRICTS)) }
                input type="text" name="districts" value=(districts);
            }
            p.help { (locale.t(text::PERSON_PARTS_HELP)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_and_written_roles_are_read_together() {
        let form = "role=designer&role=official:city&departments=教育局、民政局&districts=230102";
        let roles = read(&Fields::parse(form.as_bytes()).unwrap()).unwrap();
        let words: Vec<String> = roles.iter().map(Role::to_string).collect();
        assert_eq!(words.len(), 5);
        assert!(words.contains(&"official:department:民政局".to_owned()));
        assert!(words.contains(&"official:district:230102".to_owned()));
    }

    #[test]
    fn a_role_nobody_offers_is_refused() {
        let fields = Fields::parse(b"role=designer&role=root").unwrap();
        assert_eq!(read(&fields), None);
    }
}
