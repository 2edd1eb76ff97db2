//! What AWS requires of the members of a request, in AWS's words.

use directory::sts::AssumeRoleRequest;

use crate::world::*;

#[tokio::test]
async fn members_have_bounds_and_forms() {
    let world = World::new().await;
    let message = |member: &str, value: &str, rule: &str| {
        format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {rule}"
        )
    };
    for (request, text) in [
        (
            AssumeRoleRequest::new("arn:aws:iam", "work"),
            message(
                "roleArn",
                "arn:aws:iam",
                "Member must have length greater than or equal to 20",
            ),
        ),
        (
            AssumeRoleRequest::new(APP, "a b"),
            message(
                "roleSessionName",
                "a b",
                "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
            ),
        ),
        (
            AssumeRoleRequest::new(APP, "x"),
            message(
                "roleSessionName",
                "x",
                "Member must have length greater than or equal to 2",
            ),
        ),
        (
            app().duration_seconds(43_201),
            message(
                "durationSeconds",
                "43201",
                "Member must have value less than or equal to 43200",
            ),
        ),
        (
            app().external_id("x"),
            message(
                "externalId",
                "x",
                "Member must have length greater than or equal to 2",
            ),
        ),
        (
            app().external_id("a b"),
            message(
                "externalId",
                "a b",
                "Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
            ),
        ),
        (
            app().source_identity("a:b"),
            message(
                "sourceIdentity",
                "a:b",
                "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
            ),
        ),
        (app().tag("", "x"), message("tags.1.member.key", "", "")),
        (
            app().tag("k", "<x>"),
            message(
                "tags.1.member.value",
                "<x>",
                "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
            ),
        ),
    ] {
        let answer = world.alice().assume_role(request).await;
        let text = text.replace(
            "1 validation error detected: Value '' at",
            "2 validation errors detected: Value '' at",
        );
        refused(answer, "ValidationError", &text);
    }
}

#[tokio::test]
async fn a_flood_of_members_is_refused() {
    let world = World::new().await;
    let tags = (0..51).fold(app(), |request, n| request.tag(format!("k{n}"), "v"));
    refused(
        world.alice().assume_role(tags).await,
        "ValidationError",
        "1 validation error detected: Value",
    );
    let arns = (0..11).fold(app(), |request, n| {
        request.policy_arn(format!("arn:aws:iam::111122223333:policy/p{n}"))
    });
    refused(
        world.alice().assume_role(arns).await,
        "ValidationError",
        "1 validation error detected: Value",
    );
}
