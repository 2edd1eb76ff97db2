//! Makes a number of decisions and nothing else: for profilers, and for `scripts/policy-instructions`, which counts what
//! one of them costs. They are warm, over a policy that is compiled, or `cold`, each from the policy's text.
//!
//! `decisions last|none|anything|cold STATEMENTS DECISIONS`
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program to be measured"
)]

mod workload;

use std::{env, hint::black_box};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [request, statements, decisions] = arguments.as_slice() else {
        println!("decisions last|none|anything|cold STATEMENTS DECISIONS");
        return;
    };
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let (statements, decisions) = (number(statements), number(decisions));
    let (json, app) = match request.as_str() {
        "last" | "cold" => (workload::parameters(statements), statements - 1),
        "none" => (workload::parameters(statements), statements),
        _ => (workload::about_anything(statements), 0),
    };
    let mut set = workload::compile(&json);
    let (caller, resource) = (workload::caller(), workload::parameter(app));
    let mut allowed = 0_u64;
    for _ in 0..decisions {
        if request == "cold" {
            set = workload::compile(black_box(&json));
        }
        let is_allowed = workload::is_allowed(black_box(&set), &caller, black_box(&resource));
        allowed += u64::from(is_allowed);
    }
    println!("{allowed} of {decisions} allowed");
}
