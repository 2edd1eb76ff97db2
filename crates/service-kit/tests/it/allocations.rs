//! What the guard costs an allowed call, in allocations.

use allocation_counter::measure;
use common_types::Arn;
use policy_eval::ResourcePolicyMode;
use service_kit::{AuditMode, Error, Identity, Target, limits};
use store::conformance::block_on;

use crate::world::*;

fn one_call(world: &World, caller: &Identity, note: &Arn, target: &Target<'_>) {
    let mut call = world.guard.begin(caller, &READ);
    call.authorise(target).unwrap();
    block_on(call.finish(Ok::<_, Error>(note))).unwrap();
}

/// One for the audit record, one for its list of resources; the log has room for records that wait.
#[test]
fn an_allowed_call_allocates_twice() {
    let world = World::new(AuditMode::Buffered);
    world.allow(
        ROLE,
        r#"{"Effect": "Allow", "Action": "notes:*", "Resource": "*"}"#,
    );
    let (role, note) = (role(), note());
    let policy = resource_policy(
        r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
             "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]"#,
    );
    let target = Target::new(&note).policy(&policy, ResourcePolicyMode::Mandatory);
    let empty = measure(|| block_on(async {})).count_total;
    one_call(&world, &role, &note, &target);
    let calls = limits::AUDIT_BATCH_RECORDS as u64 - 2;
    let counted = measure(|| (0..calls).for_each(|_| one_call(&world, &role, &note, &target)));
    assert_eq!(counted.count_total, calls * (2 + empty));
}
