//! Nothing that was signed can be changed.

use proptest::{prelude::*, sample::Index};

use super::{
    authenticate, sigv4,
    suite::{Request, Suite},
    then,
};

/// Replaces one byte of a text by another that means nothing in a path, a query or a header.
fn replace(text: &mut String, at: &Index) {
    let mut chars: Vec<char> = text.chars().collect();
    let at = at.index(chars.len());
    chars[at] = if chars[at] == 'Q' { 'R' } else { 'Q' };
    *text = chars.into_iter().collect();
}

/// The texts of a request, all of which are signed.
fn parts(request: &mut Request) -> Vec<&mut String> {
    let Request {
        method,
        target,
        headers,
        body,
    } = request;
    let values = headers.iter_mut().map(|(_, value)| value);
    let parts = [method, target, body].into_iter().chain(values);
    parts.filter(|part| !part.is_empty()).collect()
}

proptest! {
    #[test]
    fn a_request_with_one_byte_changed_is_refused(which: Index, part: Index, at: Index) {
        // What `..` takes out of a path is not signed: it is not there.
        let mut accepted = Suite::accepted();
        accepted.retain(|(_, request)| !request.target.contains(".."));
        let (token, request) = which.get(&accepted);
        let sigv4 = sigv4(token.as_deref());
        prop_assert!(authenticate(&sigv4, request, then()).is_ok());

        let mut changed = request.clone();
        let mut parts = parts(&mut changed);
        let part = part.index(parts.len());
        replace(parts[part], &at);
        prop_assert!(authenticate(&sigv4, &changed, then()).is_err(), "{changed:?}");
    }

    #[test]
    fn a_header_that_is_taken_out_or_sent_twice_is_missed(which: Index, header: Index, twice: bool) {
        let accepted = Suite::accepted();
        let (token, request) = which.get(&accepted);
        let mut changed = request.clone();
        let header = header.index(changed.headers.len());
        if twice {
            let again = changed.headers[header].clone();
            changed.headers.push(again);
        } else {
            changed.headers.remove(header);
        }
        prop_assert!(authenticate(&sigv4(token.as_deref()), &changed, then()).is_err(), "{changed:?}");
    }

    #[test]
    fn whatever_is_sent_nothing_panics(
        method in "[A-Z]{0,5}", target in "[ -~]{0,80}", name in "[ -~]{0,20}", value in "[ -~]{0,120}", body: String,
    ) {
        let headers = vec![
            ("authorization".to_owned(), format!("AWS4-HMAC-SHA256 {value}")),
            (name, value),
        ];
        let request = Request { method, target, headers, body };
        prop_assert!(authenticate(&sigv4(None), &request, then()).is_err());
    }
}
