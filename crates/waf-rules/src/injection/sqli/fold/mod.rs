//! From tokens to at most five: what means the same in every statement is folded away, so that few shapes are left.
//!
//! Tokens before `left` are settled. The two, then three tokens from there are looked at; a fold begins again at a token
//! that may have changed its meaning. The order of the folds is libinjection's, and matters.

mod five;
mod pair;
mod triple;

use super::token::{Kind, Token};
use super::tokenize::Tokenizer;

/// How many tokens a fingerprint has at most.
pub(super) const MAX_TOKENS: usize = 5;

/// At most five tokens, and what else a verdict needs to know.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    pub(super) tokens: [Token<'a>; MAX_TOKENS + 1],
    pub(super) length: usize,
    pub(super) source: Tokenizer<'a>,
}

/// Reads and folds one input.
pub(super) fn fold(source: Tokenizer<'_>) -> Folded<'_> {
    let mut folder = Folder {
        source,
        tokens: [Token::NONE; MAX_TOKENS + 1],
        length: 0,
        left: 0,
        more: true,
        comment: None,
    };
    folder.run();
    folder.finish()
}

/// What a look at some tokens came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Step {
    /// Something changed: look again.
    Again,
    /// Nothing to fold here.
    On,
    /// This is no benign input: stop.
    Stop,
}

struct Folder<'a> {
    source: Tokenizer<'a>,
    /// One more than a fingerprint has: it helps to tell what the fifth is.
    tokens: [Token<'a>; MAX_TOKENS + 1],
    length: usize,
    left: usize,
    /// Whether the input may have more tokens.
    more: bool,
    /// The comment after the last token.
    comment: Option<Token<'a>>,
}

impl<'a> Folder<'a> {
    fn run(&mut self) {
        if !self.first() {
            return;
        }
        loop {
            self.shorten_five();
            if !self.more || self.left >= MAX_TOKENS {
                break;
            }
            if !self.fill(2) {
                continue;
            }
            match self.pair() {
                Step::Again => continue,
                Step::On => {}
                Step::Stop => return self.stop(),
            }
            if self.fill(3) && self.triple() == Step::On {
                self.left += 1;
            }
        }
    }

    /// All that counts is that one token is evil.
    fn stop(&mut self) {
        self.set(0, Token::new(Kind::Evil, b"X"));
        self.length = 1;
        self.comment = None;
    }

    /// Skips what changes nothing at the beginning; false if the input has nothing else.
    fn first(&mut self) -> bool {
        while let Some(token) = self.source.next_token() {
            let skipped = matches!(
                token.kind,
                Kind::Comment | Kind::LeftParenthesis | Kind::SqlType
            );
            if !skipped && !token.is_unary() {
                self.push(token);
                return true;
            }
        }
        false
    }

    /// Reads on until `wanted` tokens follow the settled ones. False if there are not as many: then all are settled.
    fn fill(&mut self, wanted: usize) -> bool {
        while self.more && self.length <= MAX_TOKENS && self.length - self.left < wanted {
            match self.source.next_token() {
                Some(token) if token.kind == Kind::Comment => self.comment = Some(token),
                Some(token) => {
                    self.comment = None;
                    self.push(token);
                }
                None => self.more = false,
            }
        }
        let filled = self.length - self.left >= wanted;
        if !filled {
            self.left = self.length;
        }
        filled
    }

    fn finish(mut self) -> Folded<'a> {
        if self.length < MAX_TOKENS
            && let Some(comment) = self.comment
        {
            self.push(comment);
        }
        self.length = self.length.min(MAX_TOKENS);
        let used = self.tokens.get_mut(..self.length).unwrap_or_default();
        // PHP's magic backquote: an empty name that nothing closes begins a comment.
        if let [_, _, .., last] = used
            && matches!((last.kind, last.text), (Kind::Bareword, []))
            && (last.open, last.close) == (b'`', 0)
        {
            last.kind = Kind::Comment;
        }
        if used.iter().any(|token| token.kind == Kind::Evil) {
            self.stop();
        }
        Folded {
            tokens: self.tokens,
            length: self.length,
            source: self.source,
        }
    }

    fn push(&mut self, token: Token<'a>) {
        self.set(self.length, token);
        self.length += 1;
    }

    fn at(&self, index: usize) -> Token<'a> {
        self.tokens.get(index).copied().unwrap_or(Token::NONE)
    }

    fn set(&mut self, index: usize, token: Token<'a>) {
        if let Some(place) = self.tokens.get_mut(index) {
            *place = token;
        }
    }

    /// Forgets the last `count` tokens and begins again at the first.
    fn restart(&mut self, count: usize) -> Step {
        self.length -= count;
        self.left = 0;
        Step::Again
    }

    /// Forgets the last token and goes back by one.
    fn back(&mut self) -> Step {
        self.length -= 1;
        self.left = self.left.saturating_sub(1);
        Step::Again
    }
}
