//! Roles' trust policies: which principals go with which actions, and what must be asked of identity providers.

use crate::{
    pattern::ActionPattern,
    validate::{Checker, IssueCode, element::Element, statement::Written},
};

/// The prefix of GitHub's claims.
const GITHUB: &str = "token.actions.githubusercontent.com";

/// How a principal gets a role.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
    Saml,
    WebIdentity,
    /// As a user, a role or a service.
    Plain,
}

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    if !cx.validator.is_trust() {
        return;
    }
    mismatched(cx, statement);
    conditions(cx, statement);
    roles_anywhere(cx, statement);
    redundant(cx, statement);
    if statement.allows() {
        providers(cx, statement);
    }
}

fn way(key: &str, name: &str) -> Way {
    match key {
        "Federated" if name.contains(":saml-provider/") => Way::Saml,
        "Federated" => Way::WebIdentity,
        _ => Way::Plain,
    }
}

fn mismatched(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let principals: Vec<(Way, &str)> = ["AWS", "Service", "Federated"]
        .iter()
        .flat_map(|key| {
            let named = statement.principals(key);
            named.into_iter().map(|(_, name)| (way(key, name), name))
        })
        .collect();
    if statement.has_not_action() {
        return;
    }
    for (element, action) in statement.actions() {
        let wanted = match action.to_ascii_lowercase().as_str() {
            "sts:assumerolewithsaml" => Way::Saml,
            "sts:assumerolewithwebidentity" => Way::WebIdentity,
            "sts:assumerole" => Way::Plain,
            _ => continue,
        };
        // Whoever is meant by an action beside it is not meant by this one.
        let others: Vec<&str> = principals
            .iter()
            .filter(|(way, _)| *way != wanted)
            .map(|(_, name)| *name)
            .collect();
        if !others.is_empty() {
            let details = format!(
                "The {action} action is invalid with the following principal(s): {}. Use a SAML provider principal with the \
                 sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity \
                 action. Ensure the provider is Federated if you use either of the two options.",
                others.join(", ")
            );
            cx.add(
                IssueCode::MismatchedActionForPrincipal,
                &element.place(),
                details,
            );
        }
    }
}

fn has_action(statement: &Written<'_>, action: &str) -> bool {
    let listed = statement
        .actions()
        .iter()
        .filter_map(|(_, text)| ActionPattern::parse(text))
        .any(|pattern| pattern.matches(action));
    listed != statement.has_not_action()
}

/// Keys that one action alone fills.
fn conditions(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    if statement.action.is_none() {
        return;
    }
    for comparison in &statement.comparisons {
        let name = comparison.key.folded();
        let action = match name {
            "sts:sourceidentity" => "sts:SetSourceIdentity",
            "sts:transitivetagkeys" | "aws:tagkeys" => "sts:TagSession",
            _ if name.starts_with("aws:requesttag/") => "sts:TagSession",
            _ => continue,
        };
        if !has_action(statement, action) {
            let details = format!(
                "The {action} action must be in the action block to allow setting values for the condition key {}. Add \
                 {action} to the action block.",
                comparison.key
            );
            let place = comparison.key_entry.name_place();
            cx.add(IssueCode::MissingActionForConditionKey, &place, details);
        }
    }
}

fn roles_anywhere(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let services = statement.principals("Service");
    let Some((element, _)) = services
        .iter()
        .find(|(_, name)| *name == "rolesanywhere.amazonaws.com")
        .filter(|_| statement.allows())
    else {
        return;
    };
    let all = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
        .iter()
        .all(|action| has_action(statement, action));
    if !all {
        let details = "The rolesanywhere.amazonaws.com service principal requires the sts:AssumeRole, sts:SetSourceIdentity, \
                       and sts:TagSession permissions to assume a role. Add the missing permissions to the policy.";
        let code = IssueCode::MissingActionForRolesAnywhereTrustPolicy;
        cx.add(code, &element.place(), details);
    }
}

/// A session whose role is named already.
fn redundant(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let named = statement.principals("AWS");
    for (element, session) in &named {
        let Some((head, tail)) = session.split_once(":assumed-role/") else {
            continue;
        };
        let Some((role, _)) = tail.split_once('/') else {
            continue;
        };
        let account = head.rsplit(':').next().unwrap_or_default();
        let parent = named.iter().find(|(_, name)| {
            let of_role = name.split_once(":role/").map(|(head, path)| {
                let name = path.rsplit('/').next().unwrap_or_default();
                (head.rsplit(':').next().unwrap_or_default(), name)
            });
            of_role == Some((account, role))
        });
        if let Some((_, parent)) = parent {
            let details = format!(
                "The assumed-role principal {session} is redundant with its parent role {parent}. Remove the assumed-role \
                 principal."
            );
            let code = IssueCode::RedundantPrincipalInRoleTrustPolicy;
            cx.add(code, &element.place(), details);
        }
    }
}

/// Whoever an identity provider vouches for is let in, unless a condition asks who that is.
fn providers(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    for (element, name) in statement.principals("Federated") {
        if way("Federated", name) != Way::WebIdentity {
            continue;
        }
        let provider = name
            .split_once(":oidc-provider/")
            .map_or(name, |(_, provider)| provider);
        let asked = statement
            .comparisons
            .iter()
            .any(|comparison| comparison.is_of(&format!("{}:", provider.to_lowercase())));
        if provider == GITHUB {
            github(cx, statement, &element);
        } else if !asked {
            let details = "Using an Open ID Connect principal without a condition can be overly permissive. Add condition keys \
                           with a prefix that matches your federated OIDC principals to ensure that only the intended identity \
                           provider assumes the role.";
            let code = IssueCode::MissingConditionKeyForOidcPrincipal;
            cx.add(code, &element.place(), details);
        }
    }
}

fn github(cx: &mut Checker<'_, '_>, statement: &Written<'_>, principal: &Element<'_>) {
    let subject = format!("{GITHUB}:sub");
    let subjects: Vec<_> = statement
        .comparisons
        .iter()
        .filter(|comparison| comparison.is_of(&subject))
        .collect();
    if subjects.is_empty() {
        let details = "Granting a federated GitHub principal permissions without a condition key can allow more sources to \
                       assume the role than you intended. Add the token.actions.githubusercontent.com:sub condition key and \
                       specify the branch and repository name in the value.";
        return cx.add(
            IssueCode::MissingGithubRepoConditionKey,
            &principal.place(),
            details,
        );
    }
    let branch_elsewhere = statement.compares(&format!("{GITHUB}:ref"));
    for value in subjects.iter().flat_map(|comparison| &comparison.values) {
        let Some(text) = value.text() else {
            continue;
        };
        // `repo:OWNER/REPOSITORY:…`
        let repository: String = text.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
        let open = if branch_elsewhere {
            repository.contains(['*', '?'])
        } else {
            text.contains(['*', '?'])
        };
        if open {
            let details = "Using a wildcard (*) in token.actions.githubusercontent.com:sub can allow requests from more sources \
                           than you intended. Specify the value of token.actions.githubusercontent.com:sub with the repository \
                           and branch name. If the subject claim does not include the branch, specify it in a \
                           token.actions.githubusercontent.com:ref condition key.";
            let code = IssueCode::SpecificGithubRepoAndBranchRecommended;
            cx.add(code, &value.place(), details);
        }
    }
}
