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

/// Whether a tag can run a script.
pub(super) fn is_script_tag(name: &[u8]) -> bool {
    let Some(head) = name.get(..3) else {
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
    if name.len() < 2 {
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
