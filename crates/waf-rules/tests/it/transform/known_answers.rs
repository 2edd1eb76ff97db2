//! What each transformation makes of given values, from AWS's guide and from the reference of `ModSecurity`.

use std::borrow::Cow;

use waf_rules::transform::TextTransformationType::{self, *};
use waf_rules::transform::apply;

#[track_caller]
fn check(kind: TextTransformationType, cases: &[(&str, &str)]) {
    for (input, output) in cases {
        check_bytes(kind, input.as_bytes(), output.as_bytes());
    }
}

#[track_caller]
fn check_bytes(kind: TextTransformationType, input: &[u8], output: &[u8]) {
    let result = apply(kind, Cow::Borrowed(input));
    assert!(
        *result == *output,
        "{kind:?} of {}: {} instead of {}",
        input.escape_ascii(),
        result.escape_ascii(),
        output.escape_ascii()
    );
}

#[test]
fn none_changes_nothing() {
    check(None, &[("", ""), ("%41 \0", "%41 \0")]);
}

#[test]
fn compress_white_space() {
    check(
        CompressWhiteSpace,
        &[
            ("a \t\r\n\x0b\x0c b", "a b"),
            (" a  ", " a "),
            ("a\tb", "a b"),
            ("abc", "abc"),
        ],
    );
    check_bytes(CompressWhiteSpace, b"a\xa0\xa0b", b"a b");
}

#[test]
fn html_entity_decode() {
    check(
        HtmlEntityDecode,
        &[
            ("&quot;&lt;&gt;&amp;", "\"<>&"),
            ("&#x3C;script&#62;", "<script>"),
            ("&#X3c&#0000060", "<<"),
            ("&LT;&lpar;&NewLine;&colon;", "<(\n:"),
            ("&lt", "<"),
            ("&ltx;", "&ltx;"),
            ("&unknown;&;&#;&#x;&#xg;&", "&unknown;&;&#;&#x;&#xg;&"),
            ("&amp;lt;", "&lt;"),
            ("&#8364;&#x1F600;", "€😀"),
            ("&#xD800;&#99999999999;", "&#xD800;&#99999999999;"),
        ],
    );
    check_bytes(HtmlEntityDecode, b"&nbsp;&#160;", b"\xa0\xa0");
}

#[test]
fn lower_and_upper_case_are_of_ascii_only() {
    check(Lowercase, &[("SeLeCT É", "select É")]);
    check(Uppercase, &[("SeLeCT é", "SELECT é")]);
}

#[test]
fn cmd_line() {
    check(
        CmdLine,
        &[
            ("C^OMMAND /C DIR", "command/c dir"),
            (r#"c"o'm\mand"#, "command"),
            ("cmd,;  /c", "cmd/c"),
            ("a (b", "a(b"),
            ("a;b,c\t\td", "a b c d"),
        ],
    );
}

#[test]
fn cmd_line_unix() {
    check(
        CmdLineUnix,
        &[
            (r#" c\a"t"  /ETC/'passwd'; "#, "cat /etc/passwd;"),
            ("\t\n", ""),
            ("a^b", "a^b"),
        ],
    );
}

#[test]
fn cmd_line_win() {
    check(
        CmdLineWin,
        &[
            (r#"po^w"er`shell  C:\\\Windows"#, r"powershell c:\windows"),
            ("net^\r\n user^\ns", "net users"),
            (" DIR\t", "dir"),
        ],
    );
}

#[test]
fn url_decode() {
    check(
        UrlDecode,
        &[
            ("%3Cscript%3e", "<script>"),
            ("a+b%20c", "a b c"),
            ("%", "%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%u0041", "%u0041"),
            ("%2541", "%41"),
        ],
    );
    check_bytes(UrlDecode, b"%00%ff", b"\0\xff");
}

#[test]
fn url_decode_uni() {
    check(
        UrlDecodeUni,
        &[
            ("%u0041%U0042%43", "ABC"),
            ("%uff1cscript%uFF1e", "<script>"),
            ("%u0127", "'"),
            ("%u12", "%u12"),
            ("%uzzzz", "%uzzzz"),
        ],
    );
}

#[test]
fn base64_decode() {
    check(
        Base64Decode,
        &[
            ("QUJD", "ABC"),
            ("QUI=", "AB"),
            ("QUI", "AB"),
            ("PHNjcmlwdD4=", "<script>"),
            ("not base64!", "not base64!"),
            ("", ""),
        ],
    );
}

#[test]
fn base64_decode_ext() {
    check(
        Base64DecodeExt,
        &[
            ("Q-U.J\nD", "ABC"),
            ("P.HNjc=mlwdD4=", "<script>"),
            ("QUJDR", "ABC"),
            ("", ""),
        ],
    );
}

#[test]
fn hex_decode() {
    check(
        HexDecode,
        &[
            ("414243", "ABC"),
            ("2F6574632f", "/etc/"),
            ("41424", "41424"),
            ("4g", "4g"),
            ("", ""),
        ],
    );
}

#[test]
fn sql_hex_decode() {
    check(
        SqlHexDecode,
        &[
            ("0x414243", "ABC"),
            ("select 0X61646D696e,1", "select admin,1"),
            ("0x", "0x"),
            ("0xg0x4", "0xg0x4"),
            ("00x41b", "0Ab"),
        ],
    );
}

#[test]
fn digests_are_raw() {
    let hex = |text: &str| -> Vec<u8> {
        let (pairs, _) = text.as_bytes().as_chunks::<2>();
        let byte = |pair: &[u8; 2]| {
            u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16).expect("digits")
        };
        pairs.iter().map(byte).collect()
    };
    // RFC 1321, A.5; FIPS 180-4's example.
    check_bytes(Md5, b"abc", &hex("900150983cd24fb0d6963f7d28e17f72"));
    check_bytes(Md5, b"", &hex("d41d8cd98f00b204e9800998ecf8427e"));
    check_bytes(
        Sha256,
        b"abc",
        &hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    );
}

#[test]
fn replace_comments() {
    check(
        ReplaceComments,
        &[
            ("UN/**/ION", "UN ION"),
            ("a/* b */ /* c */d", "a   d"),
            ("a/* open", "a "),
            ("a */ b", "a */ b"),
            ("/*/a*/b", " b"),
        ],
    );
}

#[test]
fn remove_comments_char() {
    check(
        RemoveCommentsChar,
        &[
            ("/* a */ -- b # c", " a   b  c"),
            ("<!-- a -->", " a "),
            ("a-b/c*d<e", "a-b/c*d<e"),
        ],
    );
}

#[test]
fn escape_seq_decode() {
    check(
        EscapeSeqDecode,
        &[
            (r"\a\b\f\n\r\t\v", "\x07\x08\x0c\n\r\t\x0b"),
            (r#"\\\?\'\""#, r#"\?'""#),
            (r"\x41\X42\101\0", "AB\x41\0"),
            (r"\q\xg1\", r"\q\xg1\"),
        ],
    );
}

#[test]
fn css_decode() {
    check(
        CssDecode,
        &[
            (r"ja\vascript", "javascript"),
            (r"\41 bc\7a", "Abcz"),
            (r"\0041z\000041 z", "AzAz"),
            (r"\ff21\00ff21", "AA"),
            (r"\1ff21!", "!!"),
            ("a\\\nb", "ab"),
            (r"a\", "a"),
        ],
    );
}

#[test]
fn js_decode() {
    check(
        JsDecode,
        &[
            (r"\u0061lert\x28\51", "alert()"),
            (r"\uff1cscript", "<script"),
            (r"\n\t\'\/\q", "\n\t'/q"),
            (r"\1012\u00", "A2u00"),
            (r"a\", r"a\"),
        ],
    );
    check_bytes(JsDecode, br"\377\400", b"\xff 0");
}

#[test]
fn js_decode_ext_keeps_paths_of_windows() {
    check(
        JsDecodeExt,
        &[
            (r"C:\temp\new\101", r"C:\temp\new\101"),
            (r"C:\\temp\/a\'b\u0041\x42", r"C:\temp/a'bAB"),
        ],
    );
}

#[test]
fn normalize_path() {
    check(
        NormalizePath,
        &[
            ("/foo//bar/./baz/../x", "/foo/bar/x"),
            ("/../../etc/passwd", "/etc/passwd"),
            ("../a/../../b", "../../b"),
            ("./a/.", "a"),
            ("a/b/../", "a/"),
            ("a/..", ""),
            ("/..", "/"),
            ("//", "/"),
            ("", ""),
            ("...", "..."),
            (r"a\..\b", r"a\..\b"),
        ],
    );
}

#[test]
fn normalize_path_win() {
    check(
        NormalizePathWin,
        &[
            (r"C:\a\..\Windows\\system.ini", "C:/Windows/system.ini"),
            (r"\\a/b\.", "/a/b"),
        ],
    );
}

#[test]
fn nulls() {
    check(RemoveNulls, &[("a\0b\0\0", "ab")]);
    check(ReplaceNulls, &[("a\0b\0\0", "a b  ")]);
}

#[test]
fn utf8_to_unicode() {
    check(
        Utf8ToUnicode,
        &[
            ("é€", "%u00e9%u20ac"),
            ("😀", "%u1f600"),
            ("abc", "abc"),
            ("a\0é", "a\0%u00e9"),
        ],
    );
    check_bytes(Utf8ToUnicode, b"\xff\xc3\xa9\xc3", b"\xff%u00e9\xc3");
}

#[test]
fn remove_white_space() {
    check(RemoveWhitespace, &[(" a\tb\r\nc ", "abc")]);
    check_bytes(RemoveWhitespace, b"a\xa0b", b"ab");
}

#[test]
fn trims() {
    check(Trim, &[("\t a b \n", "a b"), (" ", ""), ("a", "a")]);
    check(TrimLeft, &[(" a ", "a ")]);
    check(TrimRight, &[(" a ", " a")]);
}
