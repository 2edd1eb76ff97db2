//! What is to be reached, beside what was.

use crate::ours::{self, BACKEND};
use crate::table::bytes;
use crate::{Direction, Materials, Suite, Table, aws, floor, tink};

/// How a ratio is judged.
enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

/// One target: `numerator` ÷ `denominator`, at some sizes.
struct Target {
    direction: Direction,
    numerator: String,
    denominator: String,
    goal: fn(usize) -> Option<Goal>,
}

/// Prints each target and the ratios that were reached; those that were missed are marked.
pub fn print(table: &Table, sizes: &[usize]) {
    println!("\ntargets, on {BACKEND}: reached (asked for); `!` marks what was missed");
    print!("{:58}", "");
    for size in sizes {
        print!("{:>17}", bytes(*size));
    }
    println!();
    for target in all() {
        let Target {
            direction,
            numerator,
            denominator,
            goal,
        } = target;
        let label = format!("{} {numerator} / {denominator}", direction.name());
        print!("{label:58}");
        for size in sizes {
            let time = |name| table.nanos(direction, *size, name);
            let ratio = time(&numerator).zip(time(&denominator)).map(|(n, d)| n / d);
            let shown = match (ratio, goal(*size)) {
                (Some(ratio), Some(goal)) => judge(ratio, &goal),
                (Some(ratio), None) => format!("{ratio:.2}         "),
                (None, _) => "-         ".to_owned(),
            };
            print!("{shown:>17}");
        }
        println!();
    }
}

fn judge(ratio: f64, goal: &Goal) -> String {
    let (sign, goal, missed) = match goal {
        Goal::AtMost(goal) => ('≤', goal, ratio > *goal),
        Goal::AtLeast(goal) => ('≥', goal, ratio < *goal),
    };
    let mark = if missed { "!" } else { "" };
    format!("{mark}{ratio:.2} ({sign}{goal:>5})")
}

fn all() -> Vec<Target> {
    let mut targets = Vec::new();
    for direction in [Direction::Encrypt, Direction::Decrypt] {
        for suite in [Suite::Unsigned, Suite::Signed] {
            for materials in [Materials::Reused, Materials::Fresh] {
                targets.push(Target {
                    direction,
                    numerator: ours::name(suite, materials),
                    denominator: floor::name(BACKEND, suite, materials),
                    goal: match suite {
                        Suite::Unsigned => |_| Some(Goal::AtMost(1.2)),
                        Suite::Signed => |_| Some(Goal::AtMost(1.15)),
                    },
                });
            }
            targets.push(Target {
                direction,
                numerator: aws::name(suite),
                denominator: ours::name(suite, Materials::Fresh),
                goal: match (suite, direction) {
                    (Suite::Unsigned, _) => |size| {
                        let ratio = if size <= 64 { 20.0 } else { 14.0 };
                        Some(Goal::AtLeast(ratio))
                    },
                    (Suite::Signed, Direction::Encrypt) => |_| Some(Goal::AtLeast(2.8)),
                    (Suite::Signed, Direction::Decrypt) => |_| Some(Goal::AtLeast(1.7)),
                },
            });
        }
        targets.push(Target {
            direction,
            numerator: tink::NAME.to_owned(),
            denominator: ours::name(Suite::Unsigned, Materials::Reused),
            goal: |size| (size >= 64 << 10).then_some(Goal::AtLeast(2.5)),
        });
    }
    targets
}
