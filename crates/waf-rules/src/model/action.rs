//! Actions: what follows when a rule matches, or when none does.

use super::wire::{wire_struct, wire_union, wire_words};

wire_union! {
    /// What follows when a rule matches.
    RuleAction {
        /// The request is refused.
        Block(BlockAction),
        /// The request goes on to the application.
        Allow(AllowAction),
        /// The match is counted, and the next rule is asked.
        Count(CountAction),
        /// The client must have solved a CAPTCHA.
        Captcha(CaptchaAction),
        /// The client must have passed a silent challenge.
        Challenge(ChallengeAction),
        /// The client must pay. CloudFront only.
        Monetize(MonetizeAction),
    }
}
wire_union! {
    /// What follows when no rule decides.
    DefaultAction {
        /// The request is refused.
        Block(BlockAction),
        /// The request goes on to the application.
        Allow(AllowAction),
    }
}
wire_union! {
    /// What becomes of a rule group's action.
    OverrideAction {
        /// It is only counted.
        Count(CountAction),
        /// It holds.
        None(NoneAction),
    }
}
wire_struct! {
    /// The request is refused.
    #[derive(Default, Hash)]
    BlockAction {
        ;
        /// With this response instead of 403.
        custom_response: CustomResponse,
    }
}
wire_struct! {
    /// The request goes on to the application.
    #[derive(Default, Hash)]
    AllowAction {
        ;
        /// With these headers.
        custom_request_handling: CustomRequestHandling,
    }
}
wire_struct! {
    /// The match is counted.
    #[derive(Default, Hash)]
    CountAction {
        ;
        /// The request gets these headers.
        custom_request_handling: CustomRequestHandling,
    }
}
wire_struct! {
    /// The client must have solved a CAPTCHA.
    #[derive(Default, Hash)]
    CaptchaAction {
        ;
        /// A request with a valid token gets these headers.
        custom_request_handling: CustomRequestHandling,
    }
}
wire_struct! {
    /// The client must have passed a silent challenge.
    #[derive(Default, Hash)]
    ChallengeAction {
        ;
        /// A request with a valid token gets these headers.
        custom_request_handling: CustomRequestHandling,
    }
}
wire_struct! {
    /// The client must pay.
    #[derive(Default, Hash)]
    MonetizeAction {
        ;
        /// The price is the base price times this: `1` to `100`.
        price_multiplier: String,
    }
}
wire_struct! {
    /// The action holds.
    #[derive(Copy, Default, Hash)]
    NoneAction { ; }
}
wire_struct! {
    /// What a blocked client gets.
    #[derive(Hash)]
    CustomResponse {
        /// One of AWS's supported status codes.
        response_code: u16,
        ;
        /// The body, by its key in `CustomResponseBodies`.
        custom_response_body_key: String,
        /// Headers of the response: at most 10.
        response_headers: Vec<CustomHttpHeader>,
    }
}
wire_struct! {
    /// Headers that the application gets besides the client's.
    #[derive(Hash)]
    CustomRequestHandling {
        /// The headers: at most 10. Their names get the prefix `x-amzn-waf-`.
        insert_headers: Vec<CustomHttpHeader>,
        ;
    }
}
wire_struct! {
    /// A header.
    #[derive(Hash)]
    CustomHttpHeader {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
        ;
    }
}
wire_struct! {
    /// A body for custom responses.
    #[derive(Hash)]
    CustomResponseBody {
        /// What it is.
        content_type: ResponseContentType,
        /// The text.
        content: String,
        ;
    }
}
wire_words! {
    /// What a custom response's body is.
    ResponseContentType {
        /// `text/plain`
        TextPlain = "TEXT_PLAIN",
        /// `text/html`
        TextHtml = "TEXT_HTML",
        /// `application/json`
        ApplicationJson = "APPLICATION_JSON",
    }
}

impl ResponseContentType {
    /// The value of `content-type`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::TextPlain => "text/plain",
            Self::TextHtml => "text/html",
            Self::ApplicationJson => "application/json",
        }
    }
}
