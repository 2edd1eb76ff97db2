//! `PutParameter`.

use param_store::{
    DataType, DescribeParametersRequest, ParameterTier, ParameterType, PutParameterRequest,
    UpdateServiceSettingRequest, limits,
};

use crate::world::*;

fn string(name: &str, value: &str) -> PutParameterRequest {
    PutParameterRequest::of_type(name, ParameterType::String, value)
}

#[tokio::test]
async fn a_parameter_is_made_once_and_overwritten_on_request() {
    let world = World::new().await;
    let params = world.root();
    let made = params.put_parameter(string("/a", "1")).await.unwrap();
    assert_eq!((made.version, made.tier), (1, ParameterTier::Standard));
    refused_with(
        params.put_parameter(string("/a", "2")).await,
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
    assert_eq!(world.get("/a").await.value.expose(), "1");
    let overwritten = params
        .put_parameter(string("/a", "2").overwrite(true))
        .await
        .unwrap();
    assert_eq!(overwritten.version, 2);
    assert_eq!(world.get("/a").await.value.expose(), "2");
}

#[tokio::test]
async fn a_name_is_one_parameter_with_and_without_its_slash() {
    let world = World::new().await;
    world.put("a", "1").await;
    refused(
        world.root().put_parameter(string("/a", "2")).await,
        "ParameterAlreadyExists",
    );
    let found = world.get("/a").await;
    assert_eq!((found.name.as_str(), found.arn), ("a", arn("/a")));
}

#[tokio::test]
async fn the_type_is_said_once_and_never_changes() {
    let world = World::new().await;
    let params = world.root();
    refused_with(
        params
            .put_parameter(PutParameterRequest::new("/a", "1"))
            .await,
        "ValidationException",
        "A parameter type is required when you create a parameter.",
    );
    world.put("/a", "1").await;
    let update = PutParameterRequest::new("/a", "2").overwrite(true);
    params.put_parameter(update.clone()).await.unwrap();
    assert_eq!(world.get("/a").await.r#type, ParameterType::String);
    refused(
        params
            .put_parameter(update.r#type(ParameterType::SecureString))
            .await,
        "HierarchyTypeMismatchException",
    );
}

#[tokio::test]
async fn names_have_rules() {
    let world = World::new().await;
    for (name, code) in [
        ("", "ValidationException"),
        ("a/b", "ValidationException"),
        ("/a/", "ValidationException"),
        ("/a b", "ValidationException"),
        ("/a*", "ValidationException"),
        ("ssm-a", "ValidationException"),
        ("/SSM/a", "ValidationException"),
        ("/aws/service/x", "AccessDeniedException"),
        ("/AWS/a", "AccessDeniedException"),
        (&arn("/a"), "ValidationException"),
        (&"/l".repeat(16), "HierarchyLevelLimitExceededException"),
    ] {
        let answer = world.root().put_parameter(string(name, "1")).await;
        refused(answer, code);
    }
    let answer = world.root().put_parameter(string(" /a ", "1")).await;
    answer.unwrap();
    assert_eq!(world.get("/a").await.name, "/a");
}

#[tokio::test]
async fn a_name_has_a_thousand_and_eleven_characters_with_its_arn() {
    let world = World::new().await;
    let room = limits::ARN_CHARS - arn("").len();
    let longest = format!("/{}", "n".repeat(room));
    world
        .root()
        .put_parameter(string(&longest, "1"))
        .await
        .unwrap();
    assert_eq!(world.get(&longest).await.arn.len(), limits::ARN_CHARS);
    let too_long = format!("{longest}n");
    refused(
        world.root().put_parameter(string(&too_long, "1")).await,
        "ValidationException",
    );
}

#[tokio::test]
async fn values_have_the_size_of_their_tier() {
    let world = World::new().await;
    let params = world.root();
    let (standard, advanced) = ("v".repeat(4096), "v".repeat(8192));
    params.put_parameter(string("/a", &standard)).await.unwrap();
    refused(
        params.put_parameter(string("/b", &advanced)).await,
        "ValidationException",
    );
    let request = string("/b", &advanced).tier(ParameterTier::Advanced);
    params.put_parameter(request).await.unwrap();
    let request = string("/c", &format!("{advanced}v")).tier(ParameterTier::Advanced);
    refused(params.put_parameter(request).await, "ValidationException");
    refused_with(
        params.put_parameter(string("/c", "")).await,
        "ValidationException",
        "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or \
         equal to 1",
    );
}

#[tokio::test]
async fn a_parameter_becomes_advanced_and_stays_so() {
    let world = World::new().await;
    let params = world.root();
    world.put("/a", "1").await;
    let request = || string("/a", "2").overwrite(true);
    let upgraded = params
        .put_parameter(request().tier(ParameterTier::Advanced))
        .await
        .unwrap();
    assert_eq!(upgraded.tier, ParameterTier::Advanced);
    refused(
        params
            .put_parameter(request().tier(ParameterTier::Standard))
            .await,
        "ValidationException",
    );
    assert_eq!(
        params.put_parameter(request()).await.unwrap().tier,
        ParameterTier::Advanced
    );
}

#[tokio::test]
async fn the_account_says_which_tier_is_the_default() {
    let world = World::new().await;
    let params = world.root();
    let setting = "/ssm/parameter-store/default-parameter-tier";
    params
        .update_service_setting(UpdateServiceSettingRequest::new(
            setting,
            "Intelligent-Tiering",
        ))
        .await
        .unwrap();
    let small = params.put_parameter(string("/small", "1")).await.unwrap();
    let large = params
        .put_parameter(string("/large", &"v".repeat(5000)))
        .await
        .unwrap();
    assert_eq!(
        (small.tier, large.tier),
        (ParameterTier::Standard, ParameterTier::Advanced)
    );
}

#[tokio::test]
async fn all_of_a_value_matches_the_allowed_pattern_from_then_on() {
    let world = World::new().await;
    let params = world.root();
    let request = string("/port", "8080").allowed_pattern(r"^\d+$");
    params.put_parameter(request).await.unwrap();
    refused_with(
        params
            .put_parameter(string("/port", "http").overwrite(true))
            .await,
        "ParameterPatternMismatchException",
        r"Parameter value, cannot be validated against allowedPattern: ^\d+$",
    );
    let request = string("/port", "http").overwrite(true).allowed_pattern("");
    params.put_parameter(request).await.unwrap();
    let request = string("/b", "1").allowed_pattern("(");
    refused(
        params.put_parameter(request).await,
        "InvalidAllowedPatternException",
    );
}

#[tokio::test]
async fn values_do_not_refer_to_other_parameters() {
    let world = World::new().await;
    let error = refused(
        world
            .root()
            .put_parameter(string("/a", "x{{ssm:/b}}"))
            .await,
        "ValidationException",
    );
    assert!(!error.to_string().contains("ssm:/b"));
}

#[tokio::test]
async fn data_types_say_what_a_value_is() {
    let world = World::new().await;
    let params = world.root();
    let image = |value: &str| string("/ami", value).data_type("aws:ec2:image");
    refused(
        params.put_parameter(image("none")).await,
        "ValidationException",
    );
    params
        .put_parameter(image("ami-12345abcdeEXAMPLE"))
        .await
        .unwrap();
    assert_eq!(world.get("/ami").await.data_type, DataType::Ec2Image);
    refused(
        params
            .put_parameter(string("/b", "1").data_type("Text"))
            .await,
        "ValidationException",
    );
    let request = PutParameterRequest::of_type("/c", ParameterType::SecureString, "ami-12345678");
    refused(
        params
            .put_parameter(request.data_type("aws:ec2:image"))
            .await,
        "UnsupportedParameterType",
    );
}

#[tokio::test]
async fn tags_are_given_only_where_a_parameter_is_made() {
    let world = World::new().await;
    let params = world.root();
    let request = string("/a", "1").tag("team", "orders");
    refused(
        params.put_parameter(request.clone().overwrite(true)).await,
        "ValidationException",
    );
    params.put_parameter(request).await.unwrap();
    let request = string("/b", "1").tag("aws:x", "");
    refused(params.put_parameter(request).await, "ValidationException");
    let many = (0..51).fold(string("/c", "1"), |request, n| {
        request.tag(format!("k{n}"), "")
    });
    refused(params.put_parameter(many).await, "TooManyTagsError");
}

#[tokio::test]
async fn what_an_update_leaves_out_stays() {
    let world = World::new().await;
    let params = world.root();
    let request = string("/a", "1")
        .description("what it is")
        .allowed_pattern("[0-9]")
        .tag("team", "orders");
    params.put_parameter(request).await.unwrap();
    params
        .put_parameter(PutParameterRequest::new("/a", "2").overwrite(true))
        .await
        .unwrap();
    let described = params
        .describe_parameters(DescribeParametersRequest::new())
        .await;
    let described = described.unwrap().parameters.remove(0);
    assert_eq!(described.version, 2);
    assert_eq!(described.description.as_deref(), Some("what it is"));
    assert_eq!(described.allowed_pattern.as_deref(), Some("[0-9]"));
}

#[tokio::test]
async fn a_key_is_for_secure_strings() {
    let world = World::new().await;
    let request = string("/a", "1").key_id("alias/orders");
    refused(
        world.root().put_parameter(request).await,
        "ValidationException",
    );
}

#[tokio::test]
async fn all_that_is_out_of_bounds_is_told_at_once() {
    let world = World::new().await;
    let request = string("", "1").key_id("a b").policies("");
    let error = refused(
        world.root().put_parameter(request).await,
        "ValidationException",
    );
    assert!(
        error
            .to_string()
            .starts_with("3 validation errors detected: "),
        "{error}"
    );
}
