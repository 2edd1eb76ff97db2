//! Which part of a request a statement looks at.

use super::wire::{Empty, wire_struct, wire_union, wire_words};
use crate::transform::{PreParseTextTransformationType, TextTransformationType};

wire_union! {
    /// The part of a request that a statement inspects.
    ///
    /// Source: [FieldToMatch](https://docs.aws.amazon.com/waf/latest/APIReference/API_FieldToMatch.html).
    FieldToMatch {
        /// One header's value. The name's case does not matter.
        SingleHeader(SingleHeader),
        /// The values of one query argument. The name's case does not matter.
        SingleQueryArgument(SingleQueryArgument),
        /// The values of all query arguments.
        AllQueryArguments(AllQueryArguments),
        /// The path, as it was received.
        UriPath(UriPath),
        /// What follows `?`.
        QueryString(QueryString),
        /// The body as text, up to the limit of the resource.
        Body(Body),
        /// The method.
        Method(Method),
        /// The body as JSON, up to the limit of the resource.
        JsonBody(JsonBody),
        /// Headers: names, values or both.
        Headers(Headers),
        /// Cookies: names, values or both.
        Cookies(Cookies),
        /// The names of the headers, joined by `:`.
        HeaderOrder(HeaderOrder),
        /// The JA3 fingerprint of the TLS client.
        #[serde(rename = "JA3Fingerprint")]
        Ja3Fingerprint(Ja3Fingerprint),
        /// The JA4 fingerprint of the TLS client.
        #[serde(rename = "JA4Fingerprint")]
        Ja4Fingerprint(Ja4Fingerprint),
        /// What follows `#`.
        UriFragment(UriFragment),
    }
}

wire_struct! {
    /// One header.
    SingleHeader {
        /// The header's name.
        name: String,
        ;
    }
}
wire_struct! {
    /// One query argument.
    SingleQueryArgument {
        /// The argument's name, at most 30 characters.
        name: String,
        ;
    }
}
wire_struct! {
    /// All query arguments.
    #[derive(Copy, Default, Hash)]
    AllQueryArguments { ; }
}
wire_struct! {
    /// The URI's path.
    #[derive(Copy, Default, Hash)]
    UriPath { ; }
}
wire_struct! {
    /// The query string.
    #[derive(Copy, Default, Hash)]
    QueryString { ; }
}
wire_struct! {
    /// The method.
    #[derive(Copy, Default, Hash)]
    Method { ; }
}
wire_struct! {
    /// The body as text.
    #[derive(Copy, Default, Hash)]
    Body {
        ;
        /// What a body over the limit means; [`OversizeHandling::Continue`] when unset.
        oversize_handling: OversizeHandling,
    }
}
wire_struct! {
    /// The body as JSON.
    JsonBody {
        /// Which elements are inspected.
        match_pattern: JsonMatchPattern,
        /// Names, values or both.
        match_scope: MatchScope,
        ;
        /// What a body that does not parse means. When unset, what was parsed before the fault is inspected.
        invalid_fallback_behavior: BodyParsingFallbackBehavior,
        /// What a body over the limit means; [`OversizeHandling::Continue`] when unset.
        oversize_handling: OversizeHandling,
    }
}
wire_union! {
    /// Elements of a JSON body.
    JsonMatchPattern {
        /// All of them.
        All(Empty),
        /// Those at or below these JSON pointers.
        IncludedPaths(Vec<String>),
    }
}
wire_struct! {
    /// Headers of a request.
    Headers {
        /// Which headers.
        match_pattern: HeaderMatchPattern,
        /// Names, values or both.
        match_scope: MatchScope,
        /// What headers over the limit mean.
        oversize_handling: OversizeHandling,
        ;
    }
}
wire_union! {
    /// A choice of headers. The case of names does not matter.
    HeaderMatchPattern {
        /// All of them.
        All(Empty),
        /// Those of these names.
        IncludedHeaders(Vec<String>),
        /// All but those of these names.
        #[serde(rename = "ExcludedHeaders")]
        ExcludedHeaders(Excluded),
    }
}
wire_struct! {
    /// Cookies of a request.
    Cookies {
        /// Which cookies.
        match_pattern: CookieMatchPattern,
        /// Names, values or both.
        match_scope: MatchScope,
        /// What cookies over the limit mean.
        oversize_handling: OversizeHandling,
        ;
    }
}
wire_union! {
    /// A choice of cookies. Names are compared exactly.
    CookieMatchPattern {
        /// All of them.
        All(Empty),
        /// Those of these names.
        IncludedCookies(Vec<String>),
        /// All but those of these names.
        ExcludedCookies(Excluded),
    }
}

/// Names that are left out.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(transparent)]
pub struct Excluded(Vec<String>);

impl Excluded {
    /// The names.
    pub fn names(&self) -> &[String] {
        &self.0
    }
}

impl<N: Into<String>> FromIterator<N> for Excluded {
    fn from_iter<T: IntoIterator<Item = N>>(names: T) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }
}

wire_struct! {
    /// The order of header names.
    #[derive(Copy, Hash)]
    HeaderOrder {
        /// What headers over the limit mean.
        oversize_handling: OversizeHandling,
        ;
    }
}
wire_struct! {
    /// The JA3 fingerprint.
    #[derive(Copy, Hash)]
    Ja3Fingerprint {
        /// What a request without one means.
        fallback_behavior: FallbackBehavior,
        ;
    }
}
wire_struct! {
    /// The JA4 fingerprint.
    #[derive(Copy, Hash)]
    Ja4Fingerprint {
        /// What a request without one means.
        fallback_behavior: FallbackBehavior,
        ;
    }
}
wire_struct! {
    /// The URI's fragment.
    #[derive(Copy, Default, Hash)]
    UriFragment {
        ;
        /// What a request without one means; [`FallbackBehavior::NoMatch`] when unset.
        fallback_behavior: FallbackBehavior,
    }
}

wire_words! {
    /// What it means that a component is larger than what is inspected.
    #[derive(Default)]
    OversizeHandling {
        /// Inspect what is within the limit.
        #[default]
        Continue = "CONTINUE",
        /// The statement matches.
        Match = "MATCH",
        /// The statement does not match.
        NoMatch = "NO_MATCH",
    }
}
wire_words! {
    /// Names, values or both.
    MatchScope {
        /// Names and values.
        All = "ALL",
        /// Names.
        Key = "KEY",
        /// Values.
        Value = "VALUE",
    }
}
wire_words! {
    /// What a body that does not parse means.
    BodyParsingFallbackBehavior {
        /// The statement matches.
        Match = "MATCH",
        /// The statement does not match.
        NoMatch = "NO_MATCH",
        /// The body is inspected as text.
        EvaluateAsString = "EVALUATE_AS_STRING",
    }
}
wire_words! {
    /// What the absence or invalidity of what is inspected means.
    FallbackBehavior {
        /// The statement matches.
        Match = "MATCH",
        /// The statement does not match.
        NoMatch = "NO_MATCH",
    }
}

wire_struct! {
    /// One transformation, and its place in the order.
    #[derive(Copy, Hash)]
    TextTransformation {
        /// Lower comes first.
        priority: u32,
        /// What is done.
        #[serde(rename = "Type")]
        kind: TextTransformationType,
        ;
    }
}
wire_struct! {
    /// One transformation of the query string before it is taken apart, and its place in the order.
    #[derive(Copy, Hash)]
    PreParseTextTransformation {
        /// Lower comes first.
        priority: u32,
        /// What is done.
        #[serde(rename = "Type")]
        kind: PreParseTextTransformationType,
        ;
    }
}
