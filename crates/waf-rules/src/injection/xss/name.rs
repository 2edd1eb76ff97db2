//! The tags and attributes that can run a script.

/// The longest name below.
const NAME_BYTES: usize = 13;

/// What an attribute's value can do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Attribute {
    /// Nothing.
    Harmless,
    /// Run a script, whatever it is: events, styles, namespaces.
    Script,
    /// Run a script if it is a URL that does.
    Url,
    /// Name an attribute.
    Name,
}

/// How the tags that can run a script begin.
static TAGS: Beginnings = Beginnings::of(&[
    b"AP", b"BA", b"CO", b"EM", b"FR", b"HA", b"IF", b"IM", b"IS", b"LI", b"ME", b"NO", b"OB",
    b"SC", b"ST", b"SV", b"VM", b"XM", b"XS",
]);

/// How the attributes begin that can do anything.
static ATTRIBUTES: Beginnings = Beginnings::of(&[
    b"AC", b"AT", b"BA", b"BY", b"DA", b"DY", b"FI", b"FO", b"FR", b"HA", b"HR", b"LO", b"ON",
    b"PO", b"SR", b"ST", b"TO", b"VA", b"XL", b"XM",
]);

/// The first two letters of some words: of each first letter, the second ones as bits.
struct Beginnings([u32; 32]);

impl Beginnings {
    #[expect(
        clippy::indexing_slicing,
        reason = "at compile time, by letters of five bits"
    )]
    const fn of(words: &[&[u8; 2]]) -> Self {
        let mut seconds = [0; 32];
        let mut at = 0;
        while at < words.len() {
            let [first, second] = *words[at];
            seconds[(first & 31) as usize] |= 1 << (second & 31);
            at += 1;
        }
        Self(seconds)
    }
}

/// Whether a name may be one of these words: most are ruled out by how they begin. NULs, which may be skipped, rule out nothing.
#[inline]
fn may_begin(name: &[u8], words: &Beginnings) -> bool {
    let [first, second, ..] = name else {
        return false;
    };
    let seconds = words.0.get(usize::from(first & 31)).unwrap_or(&0);
    (seconds >> (second & 31)) & 1 == 1 || *first == 0 || *second == 0
}

/// Whether a tag can run a script.
pub(super) fn is_script_tag(name: &[u8]) -> bool {
    let Some(head) = name.get(..3).filter(|_| may_begin(name, &TAGS)) else {
        return false;
    };
    head.eq_ignore_ascii_case(b"SVG")
        || head.eq_ignore_ascii_case(b"XSL")
        || plain(name).is_some_and(|plain| {
            matches!(
                plain.text(),
                b"APPLET"
                    | b"BASE"
                    | b"COMMENT"
                    | b"EMBED"
                    | b"FRAME"
                    | b"FRAMESET"
                    | b"HANDLER"
                    | b"IFRAME"
                    | b"IMPORT"
                    | b"ISINDEX"
                    | b"LINK"
                    | b"LISTENER"
                    | b"META"
                    | b"NOSCRIPT"
                    | b"OBJECT"
                    | b"SCRIPT"
                    | b"STYLE"
                    | b"VMLFRAME"
                    | b"XML"
                    | b"XSS"
            )
        })
}

/// What an attribute can do.
pub(super) fn attribute(name: &[u8]) -> Attribute {
    if name.len() < 2 || !may_begin(name, &ATTRIBUTES) {
        return Attribute::Harmless;
    }
    if let Some(head) = name.get(..5)
        && (is_event(name)
            || head.eq_ignore_ascii_case(b"XMLNS")
            || head.eq_ignore_ascii_case(b"XLINK"))
    {
        return Attribute::Script;
    }
    let Some(plain) = plain(name) else {
        return Attribute::Harmless;
    };
    match plain.text() {
        b"ACTION" | b"BY" | b"BACKGROUND" | b"DYNSRC" | b"FORMACTION" | b"FOLDER" | b"FROM"
        | b"HANDLER" | b"HREF" | b"LOWSRC" | b"POSTER" | b"SRC" | b"TO" | b"VALUES" => {
            Attribute::Url
        }
        b"DATAFORMATAS" | b"DATASRC" | b"FILTER" | b"STYLE" => Attribute::Script,
        b"ATTRIBUTENAME" => Attribute::Name,
        _ => Attribute::Harmless,
    }
}

/// Whether an attribute is `on` and an event, whatever follows.
fn is_event(name: &[u8]) -> bool {
    let [b'o' | b'O', b'n' | b'N', event @ ..] = name else {
        return false;
    };
    let upper = || event.iter().map(u8::to_ascii_uppercase);
    // Of the events in order, only the last that is not greater can begin this one.
    let after = EVENTS.partition_point(|known| known.bytes().le(upper()));
    after
        .checked_sub(1)
        .and_then(|last| EVENTS.get(last))
        .is_some_and(|known| upper().take(known.len()).eq(known.bytes()))
}

/// A name in upper case without NULs, which browsers skipped once.
struct Plain {
    bytes: [u8; NAME_BYTES],
    length: usize,
}

impl Plain {
    fn text(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// `None` if the name is longer than all that matter.
fn plain(name: &[u8]) -> Option<Plain> {
    let mut plain = Plain {
        bytes: [0; NAME_BYTES],
        length: 0,
    };
    for byte in name.iter().filter(|byte| **byte != 0) {
        *plain.bytes.get_mut(plain.length)? = byte.to_ascii_uppercase();
        plain.length += 1;
    }
    Some(plain)
}

// INVARIANT: in order, and none begins another: `AUTOCOMPLETEERROR` is found by `AUTOCOMPLETE`.
static EVENTS: [&str; 254] = [
    "ABORT",
    "ACTIVATE",
    "ACTIVE",
    "ADDSOURCEBUFFER",
    "ADDSTREAM",
    "ADDTRACK",
    "AFTERPRINT",
    "ANIMATIONCANCEL",
    "ANIMATIONEND",
    "ANIMATIONITERATION",
    "ANIMATIONSTART",
    "AUDIOEND",
    "AUDIOPROCESS",
    "AUDIOSTART",
    "AUTOCOMPLETE",
    "BEFOREACTIVATE",
    "BEFORECOPY",
    "BEFORECUT",
    "BEFOREINPUT",
    "BEFORELOAD",
    "BEFOREPASTE",
    "BEFOREPRINT",
    "BEFOREUNLOAD",
    "BEGINEVENT",
    "BLOCKED",
    "BLUR",
    "BOUNDARY",
    "BUFFEREDAMOUNTLOW",
    "CACHED",
    "CANCEL",
    "CANPLAY",
    "CHANGE",
    "CHARGINGCHANGE",
    "CHARGINGTIMECHANGE",
    "CHECKING",
    "CLICK",
    "CLOSE",
    "COMPLETE",
    "COMPOSITIONEND",
    "COMPOSITIONSTART",
    "COMPOSITIONUPDATE",
    "CONNECT",
    "CONTEXTMENU",
    "CONTROLLERCHANGE",
    "COPY",
    "CUECHANGE",
    "CUT",
    "DATAAVAILABLE",
    "DATACHANNEL",
    "DBLCLICK",
    "DEVICECHANGE",
    "DEVICEMOTION",
    "DEVICEORIENTATION",
    "DISCHARGINGTIMECHANGE",
    "DISCONNECT",
    "DOMACTIVATE",
    "DOMCHARACTERDATAMODIFIED",
    "DOMCONTENTLOADED",
    "DOMFOCUSIN",
    "DOMFOCUSOUT",
    "DOMNODEINSERTED",
    "DOMNODEREMOVED",
    "DOMSUBTREEMODIFIED",
    "DOWNLOADING",
    "DRAG",
    "DROP",
    "DURATIONCHANGE",
    "EMPTIED",
    "ENCRYPTED",
    "END",
    "ENTER",
    "ERROR",
    "EXIT",
    "FETCH",
    "FINISH",
    "FOCUS",
    "FORMCHANGE",
    "FORMINPUT",
    "GAMEPADCONNECTED",
    "GAMEPADDISCONNECTED",
    "GESTURECHANGE",
    "GESTUREEND",
    "GESTURESCROLLEND",
    "GESTURESCROLLSTART",
    "GESTURESCROLLUPDATE",
    "GESTURESTART",
    "GESTURETAP",
    "GOTPOINTERCAPTURE",
    "HASHCHANGE",
    "ICECANDIDATE",
    "ICECONNECTIONSTATECHANGE",
    "ICEGATHERINGSTATECHANGE",
    "INACTIVE",
    "INPUT",
    "INSTALL",
    "INVALID",
    "KEYDOWN",
    "KEYPRESS",
    "KEYSTATUSESCHANGE",
    "KEYUP",
    "LANGUAGECHANGE",
    "LEAVEPICTUREINPICTURE",
    "LEVELCHANGE",
    "LOAD",
    "LOSTPOINTERCAPTURE",
    "MARK",
    "MERCHANTVALIDATION",
    "MESSAGE",
    "MOUSEDOWN",
    "MOUSEENTER",
    "MOUSELEAVE",
    "MOUSEMOVE",
    "MOUSEOUT",
    "MOUSEOVER",
    "MOUSEUP",
    "MOUSEWHEEL",
    "MUTE",
    "NEGOTIATIONNEEDED",
    "NEXTTRACK",
    "NOMATCH",
    "NOUPDATE",
    "OBSOLETE",
    "OFFLINE",
    "ONLINE",
    "OPEN",
    "ORIENTATIONCHANGE",
    "OVERCONSTRAINED",
    "OVERFLOWCHANGED",
    "PAGEHIDE",
    "PAGESHOW",
    "PASTE",
    "PAUSE",
    "PAYERDETAILCHANGE",
    "PAYMENTAUTHORIZED",
    "PAYMENTMETHODCHANGE",
    "PAYMENTMETHODSELECTED",
    "PLAY",
    "POINTERCANCEL",
    "POINTERDOWN",
    "POINTERENTER",
    "POINTERLEAVE",
    "POINTERLOCKCHANGE",
    "POINTERLOCKERROR",
    "POINTERMOVE",
    "POINTEROUT",
    "POINTEROVER",
    "POINTERUP",
    "POPSTATE",
    "PREVIOUSTRACK",
    "PROCESSORERROR",
    "PROGRESS",
    "PROPERTYCHANGE",
    "RATECHANGE",
    "READYSTATECHANGE",
    "REJECTIONHANDLED",
    "REMOVE",
    "RESET",
    "RESIZE",
    "RESOURCETIMINGBUFFERFULL",
    "RESULT",
    "RESUME",
    "SCROLL",
    "SEARCH",
    "SECURITYPOLICYVIOLATION",
    "SEEKED",
    "SEEKING",
    "SELECT",
    "SHIPPINGADDRESSCHANGE",
    "SHIPPINGCONTACTSELECTED",
    "SHIPPINGMETHODSELECTED",
    "SHIPPINGOPTIONCHANGE",
    "SHOW",
    "SIGNALINGSTATECHANGE",
    "SLOTCHANGE",
    "SOUNDEND",
    "SOUNDSTART",
    "SOURCECLOSE",
    "SOURCEENDED",
    "SOURCEOPEN",
    "SPEECHEND",
    "SPEECHSTART",
    "SQUEEZE",
    "STALLED",
    "START",
    "STATECHANGE",
    "STOP",
    "STORAGE",
    "SUBMIT",
    "SUCCESS",
    "SUSPEND",
    "TEXTINPUT",
    "TIMEOUT",
    "TIMEUPDATE",
    "TOGGLE",
    "TONECHANGE",
    "TOUCHCANCEL",
    "TOUCHEND",
    "TOUCHFORCECHANGE",
    "TOUCHMOVE",
    "TOUCHSTART",
    "TRACK",
    "TRANSITIONCANCEL",
    "TRANSITIONEND",
    "TRANSITIONRUN",
    "TRANSITIONSTART",
    "UNCAPTUREDERROR",
    "UNHANDLEDREJECTION",
    "UNLOAD",
    "UNMUTE",
    "UPDATE",
    "UPGRADENEEDED",
    "VALIDATEMERCHANT",
    "VERSIONCHANGE",
    "VISIBILITYCHANGE",
    "VOLUMECHANGE",
    "WAITING",
    "WEBGLCONTEXTCHANGED",
    "WEBGLCONTEXTCREATIONERROR",
    "WEBGLCONTEXTLOST",
    "WEBGLCONTEXTRESTORED",
    "WEBKITANIMATIONEND",
    "WEBKITANIMATIONITERATION",
    "WEBKITANIMATIONSTART",
    "WEBKITBEFORETEXTINSERTED",
    "WEBKITBEGINFULLSCREEN",
    "WEBKITCURRENTPLAYBACKTARGETISWIRELESSCHANGED",
    "WEBKITENDFULLSCREEN",
    "WEBKITFULLSCREENCHANGE",
    "WEBKITFULLSCREENERROR",
    "WEBKITKEYADDED",
    "WEBKITKEYERROR",
    "WEBKITKEYMESSAGE",
    "WEBKITMOUSEFORCECHANGED",
    "WEBKITMOUSEFORCEDOWN",
    "WEBKITMOUSEFORCEUP",
    "WEBKITMOUSEFORCEWILLBEGIN",
    "WEBKITNEEDKEY",
    "WEBKITNETWORKINFOCHANGE",
    "WEBKITPLAYBACKTARGETAVAILABILITYCHANGED",
    "WEBKITPRESENTATIONMODECHANGED",
    "WEBKITREGIONOVERSETCHANGE",
    "WEBKITREMOVESOURCEBUFFER",
    "WEBKITSOURCECLOSE",
    "WEBKITSOURCEENDED",
    "WEBKITSOURCEOPEN",
    "WEBKITSPEECHCHANGE",
    "WEBKITTRANSITIONEND",
    "WEBKITWILLREVEALBOTTOM",
    "WEBKITWILLREVEALLEFT",
    "WEBKITWILLREVEALRIGHT",
    "WEBKITWILLREVEALTOP",
    "WHEEL",
    "WRITE",
    "ZOOM",
];
