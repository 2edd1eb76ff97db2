//! All that is wrong with a request that cannot be read: AWS tells it at once.

use common_types::constraint::{Constrained, Violations};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    error::ReadError,
    gaps::{Filled, Gaps},
    node::{Node, Scalars, Way},
};
use crate::Fault;

/// All that is wrong with a request, of which the first is known.
///
/// What could not be read is filled, and the request is read again, until it can be: then all else in it is held against its bounds.
pub(super) fn fault<Q: Constrained + DeserializeOwned>(
    first: ReadError,
    tree: impl Fn() -> Result<Value, Fault>,
    scalars: Scalars,
) -> Fault {
    let mut found = Violations::default();
    let mut gaps = Gaps::none();
    let mut filled = Vec::new();
    let mut error = first;
    for _ in 0..MOST_READINGS {
        let violation = match error.violation() {
            Ok(violation) => violation,
            // A value of another type is told first, and alone.
            Err(reason) if !gaps.cover(error.place()) => return Fault::serialization(reason),
            Err(_) => break,
        };
        match gaps.fill(&error) {
            Filled::Anew => {
                found.extend(violation);
                filled.push(error);
            }
            Filled::Better => {}
            Filled::InVain => break,
        }
        let way = Way {
            scalars,
            gaps: Some(&gaps),
        };
        let again = match tree() {
            Ok(tree) => Q::deserialize(Node::new(tree, way)),
            Err(fault) => return fault,
        };
        match again {
            Ok(request) => {
                let rest = of_the_rest(&request, &filled, &mut found);
                found.extend(rest);
                break;
            }
            Err(next) => error = next,
        }
    }
    Fault::validation(found.to_string())
}

/// What else is wrong with a request some of whose members were filled.
fn of_the_rest(
    request: &impl Constrained,
    filled: &[ReadError],
    found: &mut Violations,
) -> Violations {
    let mut rest = request.validate().err().unwrap_or_default();
    for error in filled {
        let member = error.member();
        if error.is_negative() {
            found.take_bound(&member, &rest);
        }
        rest.forget(&member);
    }
    rest
}

/// How often a request is read to find what is wrong with it. Each reading finds one thing, or fills one better.
const MOST_READINGS: usize = 2 * Violations::TOLD;
