//! The combinations of EC2 resources that `ResourceHandlingOption` asks for.

use super::SimulateError;

/// Each scenario, with the types of resources that must be given.
///
/// Source: [SimulateCustomPolicy](https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html).
const SCENARIOS: [(&str, &[&str]); 4] = [
    (
        "EC2-VPC-InstanceStore",
        &["instance", "image", "security-group", "network-interface"],
    ),
    (
        "EC2-VPC-InstanceStore-Subnet",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "subnet",
        ],
    ),
    (
        "EC2-VPC-EBS",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "volume",
        ],
    ),
    (
        "EC2-VPC-EBS-Subnet",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "subnet",
            "volume",
        ],
    ),
];

pub(super) fn check(option: &str, resources: &[String]) -> Result<(), SimulateError> {
    let Some((_, needed)) = SCENARIOS.iter().find(|(name, _)| *name == option) else {
        let reason = format!("`{option}` is no ResourceHandlingOption");
        return Err(SimulateError::invalid(reason));
    };
    let given = |wanted: &str| {
        resources.iter().any(|arn| {
            let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
            arn.split(':').nth(2) == Some("ec2")
                && resource
                    .split_once('/')
                    .is_some_and(|(kind, _)| kind == wanted)
        })
    };
    match needed.iter().find(|kind| !given(kind)) {
        None => Ok(()),
        Some(kind) => Err(SimulateError::invalid(format!(
            "ResourceHandlingOption {option} needs the ARN of an EC2 {kind} among ResourceArns"
        ))),
    }
}
