//! Public parameters, published by the application.

use param_store::{
    DataType, DescribeParametersRequest, GetParametersByPathRequest, PublicParameter,
};

use crate::world::*;

const AMI: &str = "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2";

async fn publish(world: &World, value: &str) {
    let parameter = PublicParameter::new(AMI.parse().unwrap(), value).data_type(DataType::Ec2Image);
    world
        .params
        .publish(
            &"aws".parse().unwrap(),
            &REGION.parse().unwrap(),
            [parameter],
        )
        .await
        .unwrap();
}

#[tokio::test]
async fn everybody_who_is_allowed_reads_them() {
    let world = World::new().await;
    publish(&world, "ami-11112222").await;
    let found = world.get(AMI).await;
    assert_eq!(found.value.expose(), "ami-11112222");
    assert_eq!(found.arn, format!("arn:aws:ssm:{REGION}::parameter{AMI}"));
    assert_eq!(world.get(&found.arn).await.name, AMI);
    let by_path = GetParametersByPathRequest::new("/aws/service/ami-amazon-linux-latest");
    let listed = world.root().get_parameters_by_path(by_path).await.unwrap();
    assert_eq!(listed.parameters.len(), 1);

    world.allow(
        STRANGER,
        &["ssm:GetParameter"],
        &["arn:aws:ssm:*::parameter/aws/service/*"],
    );
    let request = param_store::GetParameterRequest::new(AMI);
    world
        .stranger()
        .get_parameter(request.clone())
        .await
        .unwrap();
    refused(
        world.app().get_parameter(request).await,
        "AccessDeniedException",
    );
    // They are no account's own.
    let own = world
        .root()
        .describe_parameters(DescribeParametersRequest::new())
        .await;
    assert!(own.unwrap().parameters.is_empty());
}

#[tokio::test]
async fn a_new_value_is_a_new_version_and_the_same_is_none() {
    let world = World::new().await;
    for (value, version) in [
        ("ami-11112222", 1),
        ("ami-11112222", 1),
        ("ami-33334444", 2),
    ] {
        publish(&world, value).await;
        let found = world.get(AMI).await;
        assert_eq!((found.value.expose(), found.version), (value, version));
    }
}

#[tokio::test]
async fn they_are_under_one_path() {
    let world = World::new().await;
    let parameter = PublicParameter::new("/mine/a".parse().unwrap(), "1");
    let published = world
        .params
        .publish(
            &"aws".parse().unwrap(),
            &REGION.parse().unwrap(),
            [parameter],
        )
        .await;
    refused(published, "ValidationException");
}
