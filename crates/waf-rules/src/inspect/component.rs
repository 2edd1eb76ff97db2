//! Components: which values of a request a statement looks at.

use std::borrow::Cow;

use crate::{
    model::{
        BodyParsingFallbackBehavior, CookieMatchPattern, FallbackBehavior, FieldToMatch,
        HeaderMatchPattern, JsonMatchPattern, MatchScope, OversizeHandling,
        PreParseTextTransformation,
    },
    request::{Arguments, Cookies, ElementKind, Pointers, Request, Window, elements},
    transform::{self, PreParseTextTransformationType},
};

/// A component, and how it is taken apart.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Component {
    Header(Box<[u8]>),
    Argument(Box<[u8]>, Box<[PreParseTextTransformationType]>),
    Arguments(Box<[PreParseTextTransformationType]>),
    Path,
    Query,
    Fragment(FallbackBehavior),
    Method,
    Body(OversizeHandling),
    Json {
        pointers: Option<Pointers>,
        scope: MatchScope,
        fallback: Option<BodyParsingFallbackBehavior>,
        oversize: OversizeHandling,
    },
    Headers {
        choice: Choice,
        scope: MatchScope,
        oversize: OversizeHandling,
    },
    Cookies {
        choice: Choice,
        scope: MatchScope,
        oversize: OversizeHandling,
    },
    HeaderOrder(OversizeHandling),
    Ja3(FallbackBehavior),
    Ja4(FallbackBehavior),
}

/// Which headers or cookies.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Choice {
    All,
    Included(Box<[Box<[u8]>]>),
    Excluded(Box<[Box<[u8]>]>),
}

/// What became of looking at a component.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Extent {
    /// Its values were looked at.
    Inspected,
    /// Every statement on it matches, as configured for what is oversize, invalid or absent.
    Match,
    /// No statement on it matches.
    NoMatch,
}

/// A request, and how much of it is seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight<'r> {
    pub(crate) request: &'r Request<'r>,
    pub(crate) body_limit: usize,
}

/// Which components that were looked at are larger than what is inspected.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct OversizeFields {
    pub(crate) body: bool,
    pub(crate) json_body: bool,
    pub(crate) headers: bool,
    pub(crate) cookies: bool,
}

/// Takes values, one after the other.
pub(crate) type Sink<'s, 'r> = &'s mut dyn FnMut(Cow<'r, [u8]>);

impl Component {
    pub(crate) fn new(
        field: &FieldToMatch,
        pre_parse: Option<&[PreParseTextTransformation]>,
    ) -> Self {
        let pre_parse = || {
            let mut sorted = pre_parse.unwrap_or_default().to_vec();
            sorted.sort_by_key(|transformation| transformation.priority);
            let kinds = sorted.into_iter().map(|transformation| transformation.kind);
            kinds
                .filter(|kind| *kind != PreParseTextTransformationType::None)
                .collect()
        };
        match field {
            FieldToMatch::SingleHeader(header) => Self::Header(lowercase(&header.name)),
            FieldToMatch::SingleQueryArgument(argument) => {
                Self::Argument(lowercase(&argument.name), pre_parse())
            }
            FieldToMatch::AllQueryArguments(_) => Self::Arguments(pre_parse()),
            FieldToMatch::UriPath(_) => Self::Path,
            FieldToMatch::QueryString(_) => Self::Query,
            FieldToMatch::UriFragment(fragment) => Self::Fragment(
                fragment
                    .fallback_behavior
                    .unwrap_or(FallbackBehavior::NoMatch),
            ),
            FieldToMatch::Method(_) => Self::Method,
            FieldToMatch::Body(body) => Self::Body(body.oversize_handling.unwrap_or_default()),
            FieldToMatch::JsonBody(json) => Self::Json {
                pointers: match &json.match_pattern {
                    JsonMatchPattern::All(_) => None,
                    JsonMatchPattern::IncludedPaths(paths) => {
                        Some(Pointers::new(paths.iter().map(String::as_str)))
                    }
                },
                scope: json.match_scope,
                fallback: json.invalid_fallback_behavior,
                oversize: json.oversize_handling.unwrap_or_default(),
            },
            FieldToMatch::Headers(headers) => Self::Headers {
                choice: match &headers.match_pattern {
                    HeaderMatchPattern::All(_) => Choice::All,
                    HeaderMatchPattern::IncludedHeaders(names) => {
                        Choice::Included(names.iter().map(|name| lowercase(name)).collect())
                    }
                    HeaderMatchPattern::ExcludedHeaders(names) => {
                        Choice::Excluded(names.names().iter().map(|name| lowercase(name)).collect())
                    }
                },
                scope: headers.match_scope,
                oversize: headers.oversize_handling,
            },
            FieldToMatch::Cookies(cookies) => Self::Cookies {
                choice: match &cookies.match_pattern {
                    CookieMatchPattern::All(_) => Choice::All,
                    CookieMatchPattern::IncludedCookies(names) => {
                        Choice::Included(names.iter().map(|name| name.as_bytes().into()).collect())
                    }
                    CookieMatchPattern::ExcludedCookies(names) => Choice::Excluded(
                        names
                            .names()
                            .iter()
                            .map(|name| name.as_bytes().into())
                            .collect(),
                    ),
                },
                scope: cookies.match_scope,
                oversize: cookies.oversize_handling,
            },
            FieldToMatch::HeaderOrder(order) => Self::HeaderOrder(order.oversize_handling),
            FieldToMatch::Ja3Fingerprint(ja3) => Self::Ja3(ja3.fallback_behavior),
            FieldToMatch::Ja4Fingerprint(ja4) => Self::Ja4(ja4.fallback_behavior),
        }
    }

    /// The component itself: what it means that it is oversize, absent or invalid is left out.
    pub(crate) fn without_settings(mut self) -> Self {
        match &mut self {
            Self::Body(oversize)
            | Self::Headers { oversize, .. }
            | Self::Cookies { oversize, .. }
            | Self::HeaderOrder(oversize) => *oversize = OversizeHandling::Continue,
            Self::Json {
                fallback, oversize, ..
            } => {
                *fallback = None;
                *oversize = OversizeHandling::Continue;
            }
            Self::Fragment(fallback) | Self::Ja3(fallback) | Self::Ja4(fallback) => {
                *fallback = FallbackBehavior::NoMatch;
            }
            Self::Header(_)
            | Self::Argument(..)
            | Self::Arguments(_)
            | Self::Path
            | Self::Query
            | Self::Method => {}
        }
        self
    }

    pub(crate) fn is_body(&self) -> bool {
        matches!(self, Self::Body(_) | Self::Json { .. })
    }

    /// Hands the component's values to the sink.
    pub(crate) fn values<'r>(
        &'r self,
        sight: Sight<'r>,
        oversize_fields: &mut OversizeFields,
        sink: Sink<'_, 'r>,
    ) -> Extent {
        let request = sight.request;
        match self {
            Self::Header(name) if request.headers_fit() => {
                let headers = request.all_headers().iter();
                headers
                    .filter(|header| header.is(name))
                    .for_each(|header| sink(Cow::Borrowed(header.value())));
            }
            Self::Header(name) => {
                let window = headers_seen(request);
                window
                    .filter(|(header, _)| header.eq_ignore_ascii_case(name))
                    .for_each(|(_, value)| sink(Cow::Borrowed(value)));
            }
            Self::Argument(name, pre_parse) => {
                arguments(request, pre_parse, Some(name), &mut |_, value| sink(value));
            }
            Self::Arguments(pre_parse) => {
                arguments(request, pre_parse, None, &mut |_, value| sink(value));
            }
            Self::Path => sink(Cow::Borrowed(request.path())),
            Self::Query => sink(Cow::Borrowed(request.query().unwrap_or_default())),
            Self::Fragment(fallback) => match request.fragment() {
                Some(fragment) => sink(Cow::Borrowed(fragment)),
                None => return (*fallback).into(),
            },
            Self::Method => sink(Cow::Borrowed(request.method())),
            Self::Body(oversize) => {
                let (body, is_oversize) = request.body_within(sight.body_limit);
                oversize_fields.body |= is_oversize;
                if let Some(extent) = extent_of(*oversize, is_oversize) {
                    return extent;
                }
                sink(Cow::Borrowed(body));
            }
            Self::Json { .. } => return self.json_values(sight, oversize_fields, sink),
            Self::Headers {
                choice,
                scope,
                oversize,
            } => {
                let is_oversize = headers_seen(request).goes_on();
                oversize_fields.headers |= is_oversize;
                if let Some(extent) = extent_of(*oversize, is_oversize) {
                    return extent;
                }
                for (name, value) in headers_seen(request) {
                    if choice.includes(|chosen| chosen.eq_ignore_ascii_case(name)) {
                        scoped(*scope, name, value, sink);
                    }
                }
            }
            Self::Cookies {
                choice,
                scope,
                oversize,
            } => {
                let cookies = || Window::new(Cookies::new(request.all_headers()));
                let is_oversize = cookies().goes_on();
                oversize_fields.cookies |= is_oversize;
                if let Some(extent) = extent_of(*oversize, is_oversize) {
                    return extent;
                }
                for (name, value) in cookies() {
                    if choice.includes(|chosen| chosen == name) {
                        scoped(*scope, name, value, sink);
                    }
                }
            }
            Self::HeaderOrder(oversize) => {
                let is_oversize = headers_seen(request).goes_on();
                oversize_fields.headers |= is_oversize;
                if let Some(extent) = extent_of(*oversize, is_oversize) {
                    return extent;
                }
                let names: Vec<&[u8]> = headers_seen(request).map(|(name, _)| name).collect();
                sink(Cow::Owned(names.join(&b':')));
            }
            Self::Ja3(fallback) => match request.ja3_fingerprint() {
                Some(fingerprint) => sink(Cow::Borrowed(fingerprint.as_bytes())),
                None => return (*fallback).into(),
            },
            Self::Ja4(fallback) => match request.ja4_fingerprint() {
                Some(fingerprint) => sink(Cow::Borrowed(fingerprint.as_bytes())),
                None => return (*fallback).into(),
            },
        }
        Extent::Inspected
    }

    /// A request without a body lacks the component: nothing matches, and no fallback applies.
    fn json_values<'r>(
        &self,
        sight: Sight<'r>,
        oversize_fields: &mut OversizeFields,
        sink: Sink<'_, 'r>,
    ) -> Extent {
        let Self::Json {
            pointers,
            scope,
            fallback,
            oversize,
        } = self
        else {
            return Extent::NoMatch;
        };
        let (body, is_oversize) = sight.request.body_within(sight.body_limit);
        oversize_fields.json_body |= is_oversize;
        if let Some(extent) = extent_of(*oversize, is_oversize) {
            return extent;
        }
        if body.is_empty() {
            return Extent::Inspected;
        }
        let (elements, is_complete) = elements(body, pointers.as_ref());
        match fallback {
            Some(BodyParsingFallbackBehavior::Match) if !is_complete => return Extent::Match,
            Some(BodyParsingFallbackBehavior::NoMatch) if !is_complete => return Extent::NoMatch,
            Some(BodyParsingFallbackBehavior::EvaluateAsString) if !is_complete => {
                sink(Cow::Borrowed(body));
            }
            _ => {
                let is_in_scope = |kind: ElementKind| match scope {
                    MatchScope::All => true,
                    MatchScope::Key => kind == ElementKind::Key,
                    MatchScope::Value => kind == ElementKind::Value,
                };
                elements
                    .into_iter()
                    .filter(|element| is_in_scope(element.kind))
                    .for_each(|element| sink(element.text));
            }
        }
        Extent::Inspected
    }
}

impl Choice {
    pub(super) fn includes(&self, is: impl Fn(&[u8]) -> bool) -> bool {
        match self {
            Self::All => true,
            Self::Included(names) => names.iter().any(|name| is(name)),
            Self::Excluded(names) => !names.iter().any(|name| is(name)),
        }
    }
}

impl From<FallbackBehavior> for Extent {
    fn from(fallback: FallbackBehavior) -> Self {
        match fallback {
            FallbackBehavior::Match => Self::Match,
            FallbackBehavior::NoMatch => Self::NoMatch,
        }
    }
}

fn extent_of(oversize: OversizeHandling, is_oversize: bool) -> Option<Extent> {
    match oversize {
        OversizeHandling::Match if is_oversize => Some(Extent::Match),
        OversizeHandling::NoMatch if is_oversize => Some(Extent::NoMatch),
        OversizeHandling::Match | OversizeHandling::NoMatch | OversizeHandling::Continue => None,
    }
}

pub(super) fn headers_seen<'r>(
    request: &'r Request<'r>,
) -> Window<impl Iterator<Item = (&'r [u8], &'r [u8])>> {
    let headers = request.all_headers().iter();
    Window::new(headers.map(|header| (header.name(), header.value())))
}

pub(super) fn scoped<'r>(scope: MatchScope, name: &'r [u8], value: &'r [u8], sink: Sink<'_, 'r>) {
    if scope != MatchScope::Value {
        sink(Cow::Borrowed(name));
    }
    if scope != MatchScope::Key {
        sink(Cow::Borrowed(value));
    }
}

/// Names and values of all arguments, or of those of a name. Its case does not matter.
pub(super) fn arguments<'r>(
    request: &'r Request<'r>,
    pre_parse: &[PreParseTextTransformationType],
    name: Option<&[u8]>,
    sink: &mut dyn FnMut(Cow<'r, [u8]>, Cow<'r, [u8]>),
) {
    let Some(query) = request.query() else {
        return;
    };
    let is_wanted = |argument: &[u8]| name.is_none_or(|name| argument.eq_ignore_ascii_case(name));
    let query = pre_parse.iter().fold(Cow::Borrowed(query), |query, kind| {
        transform::apply_pre_parse(*kind, query)
    });
    match query {
        Cow::Borrowed(query) => Arguments::new(query)
            .filter(|(argument, _)| is_wanted(argument))
            .for_each(|(argument, value)| sink(Cow::Borrowed(argument), Cow::Borrowed(value))),
        Cow::Owned(query) => Arguments::new(&query)
            .filter(|(argument, _)| is_wanted(argument))
            .for_each(|(argument, value)| {
                sink(Cow::Owned(argument.to_vec()), Cow::Owned(value.to_vec()));
            }),
    }
}

fn lowercase(name: &str) -> Box<[u8]> {
    name.to_ascii_lowercase().into_bytes().into()
}
