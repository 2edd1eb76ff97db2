//! What `HIGH` looks for besides libinjection's verdict: sequences of tokens that attacks have and text has not, anywhere
//! in a value. libinjection decides by the first five tokens, so that a long enough beginning hides the rest.

use super::fold::MAX_TOKENS;
use super::token::{
    Kind::{
        Bareword, Comment, Expression, Function, Keyword, LeftParenthesis, Logic, Number, Operator,
        Semicolon, String, Union, Variable,
    },
    Token,
};
use super::tokenize::Tokenizer;

/// Functions and procedures that wait, read and write files, reach the network or run commands.
const DANGEROUS: [&str; 14] = [
    "BENCHMARK",
    "DBMS_LOCK.SLEEP",
    "DBMS_PIPE.RECEIVE_MESSAGE",
    "EXTRACTVALUE",
    "LOAD_FILE",
    "PG_READ_FILE",
    "PG_SLEEP",
    "SLEEP",
    "UPDATEXML",
    "USER_LOCK.SLEEP",
    "UTL_HTTP.REQUEST",
    "UTL_INADDR.GET_HOST_ADDRESS",
    "UTL_INADDR.GET_HOST_NAME",
    "XP_CMDSHELL",
];

/// What statements define and destroy.
const OBJECTS: [&str; 11] = [
    "DATABASE",
    "FUNCTION",
    "INDEX",
    "LOGIN",
    "PROCEDURE",
    "ROLE",
    "SCHEMA",
    "TABLE",
    "TRIGGER",
    "USER",
    "VIEW",
];

/// Such a sequence, if one is in the input. Comments and repeated words of a phrase (`UNION ALL`) count for nothing.
pub(super) fn attack(mut source: Tokenizer<'_>) -> Option<[Token<'_>; MAX_TOKENS + 1]> {
    let mut window = [Token::NONE; 4];
    while let Some(token) = source.next_token() {
        if token.kind == Comment || (token.is("ALL") || token.is("DISTINCT")) {
            continue;
        }
        let [_, b, c, d] = window;
        window = [b, c, d, token];
        if ends_in_attack(&window) {
            return Some([b, c, d, token, Token::NONE, Token::NONE]);
        }
    }
    None
}

/// Whether these tokens, the newest last, end in such a sequence.
fn ends_in_attack([a, b, c, d]: &[Token<'_>; 4]) -> bool {
    let select = d.kind == Expression && d.is("SELECT");
    match (b.kind, c.kind, d.kind) {
        // `UNION SELECT`, `UNION (SELECT`.
        (_, Union, _) | (Union, LeftParenthesis, _) if select => true,
        (Semicolon, _, _) if begins_statement(c, d) => true,
        (_, _, Keyword | Expression) if a.kind == Semicolon => b.is("UPDATE") && d.is("SET"),
        // `INTO OUTFILE '…'`.
        (Keyword, Keyword | Bareword, String) => {
            b.is("INTO") && (c.is("OUTFILE") || c.is("DUMPFILE"))
        }
        // `OR 1=1`, `AND 'a' LIKE 'a'`.
        (Number, Operator, Number) | (String, Operator, String) => {
            a.kind == Logic && compares(c) && b.text == d.text
        }
        (_, Function | Bareword, LeftParenthesis) => DANGEROUS.iter().any(|name| c.is(name)),
        // `WAITFOR DELAY '…'`.
        (_, _, String) => b.is("WAITFOR") && (c.is("DELAY") || c.is("TIME")),
        _ => false,
    }
}

/// Whether two words begin a statement. English has `; select the …` and `; update me` too: the second word decides.
fn begins_statement(first: &Token<'_>, second: &Token<'_>) -> bool {
    let second_is = |words: &[&str]| words.iter().any(|word| second.is(word));
    if first.is("SELECT") {
        second.kind != Bareword && second.kind != Keyword
    } else if first.is("INSERT") || first.is("REPLACE") || first.is("MERGE") {
        second_is(&["INTO"])
    } else if first.is("DELETE") {
        second_is(&["FROM"])
    } else if first.is("DECLARE") {
        second.kind == Variable
    } else if first.is("EXEC") || first.is("EXECUTE") {
        let head = second.text.get(..3).unwrap_or_default();
        matches!(second.kind, Variable | LeftParenthesis)
            || head.eq_ignore_ascii_case(b"XP_")
            || head.eq_ignore_ascii_case(b"SP_")
    } else {
        let defines = ["ALTER", "CREATE", "DROP", "TRUNCATE"];
        defines.iter().any(|word| first.is(word)) && second_is(&OBJECTS)
    }
}

fn compares(operator: &Token<'_>) -> bool {
    matches!(operator.text, b"=" | b"<=" | b">=" | b"<=>") || operator.is("LIKE")
}
