//! Seeded requests of people and programs that mean no harm: forms, JSON APIs, GraphQL, searches with quotes, names with
//! apostrophes, Markdown, snippets of code, uploads, webhooks. Written to be hard: everything here is ordinary text
//! that has characters or words of attacks in it.

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    pub(crate) method: &'static str,
    pub(crate) uri: String,
    pub(crate) client: [u8; 4],
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A kind of request: its name, and who writes one.
pub(crate) type Kind = (&'static str, fn(&mut Random) -> Traffic);

/// What kinds of request there are.
pub(crate) const KINDS: [Kind; 12] = [
    ("page", page),
    ("search", search),
    ("form", form),
    ("login", login),
    ("json", json),
    ("graphql", graphql),
    ("comment", comment),
    ("markdown", markdown),
    ("code", code),
    ("upload", upload),
    ("webhook", webhook),
    ("asset", asset),
];

/// `SplitMix64`: the same requests on every run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).expect("small")).expect("small")
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn words(&mut self, from: &[&str], least: usize, most: usize) -> String {
        let count = least + self.below(most - least + 1);
        let words: Vec<&str> = (0..count).map(|_| self.pick(from)).collect();
        words.join(" ")
    }
}

fn page(random: &mut Random) -> Traffic {
    let section = random.pick(&[
        "products", "blog", "docs", "about", "orders", "account", "help", "events", "jobs", "union",
    ]);
    let slug = random.words(WORDS, 1, 4).replace(' ', "-");
    let query = match random.below(4) {
        0 => String::new(),
        1 => format!("?page={}&sort=price_desc", random.below(90)),
        2 => format!(
            "?utm_source={}&utm_medium=email&utm_campaign={}",
            random.pick(WORDS),
            random.pick(WORDS)
        ),
        _ => format!(
            "?ref=https%3A%2F%2Fwww.example.com%2F{}&lang=en-GB",
            random.pick(WORDS)
        ),
    };
    get(random, format!("/{section}/{slug}{query}"))
}

fn asset(random: &mut Random) -> Traffic {
    let file = random.pick(&[
        "app.3f9c2b.js",
        "styles/main.css",
        "img/logo@2x.png",
        "fonts/inter.woff2",
        "favicon.ico",
        "manifest.json",
        "robots.txt",
        "sitemap.xml",
        "report.pdf",
        "v2/config.json",
    ]);
    let uri = format!("/static/{file}?v={}", random.below(10_000));
    get(random, uri)
}

fn search(random: &mut Random) -> Traffic {
    let terms = match random.below(4) {
        0 => random.pick(SENTENCES).to_owned(),
        1 => random.pick(NAMES).to_owned(),
        2 => format!("\"{}\" {}", random.words(WORDS, 2, 3), random.pick(WORDS)),
        _ => random.words(WORDS, 1, 6),
    };
    let uri = format!("/search?q={}&page={}", encode(&terms), random.below(20));
    get(random, uri)
}

fn form(random: &mut Random) -> Traffic {
    let name = random.pick(NAMES);
    let address = format!(
        "{} {} St. #{}",
        random.below(900),
        random.pick(WORDS),
        random.below(40)
    );
    let message = random.pick(SENTENCES);
    let body = format!(
        "csrf_token={:016x}&name={}&email={}%40example.com&address={}&phone=%2B1+{}+555+01{}&message={}&subscribe=on&total=%24{}.99",
        random.next(),
        encode(name),
        random.pick(WORDS),
        encode(&address),
        200 + random.below(700),
        10 + random.below(89),
        encode(message),
        random.below(900)
    );
    post(
        random,
        "/contact",
        "application/x-www-form-urlencoded",
        body,
    )
}

fn login(random: &mut Random) -> Traffic {
    let password = random.pick(PASSWORDS);
    let body = format!(
        "username={}&password={}&remember=1",
        encode(random.pick(NAMES)),
        encode(password)
    );
    post(random, "/login", "application/x-www-form-urlencoded", body)
}

fn json(random: &mut Random) -> Traffic {
    let body = format!(
        r#"{{"id":"{:08x}-{:04x}","customer":{{"name":{},"tags":["{}","{}"]}},"items":[{{"sku":"A-{}","qty":{},"note":{}}}],"callback":"https://hooks.example.com/{}?a=1&b=2","total":{}.50,"paid":true,"ref":null}}"#,
        random.next() >> 32,
        random.next() >> 48,
        quote(random.pick(NAMES)),
        random.pick(WORDS),
        random.pick(WORDS),
        random.below(9_999),
        random.below(9),
        quote(random.pick(SENTENCES)),
        random.pick(WORDS),
        random.below(500)
    );
    post(random, "/api/v1/orders", "application/json", body)
}

fn graphql(random: &mut Random) -> Traffic {
    let query = random.pick(&[
        "query Orders($id: ID!, $first: Int = 10) { customer(id: $id) { name orders(first: $first) { edges { node { id total } } } } }",
        "mutation { addReview(input: {productId: \"42\", stars: 5, text: \"It's great\"}) { review { id } } }",
        "{ search(query: \"red shoes\", filter: {price: {lt: 100}}) { ... on Product { id name } } }",
        "subscription OnMessage { messageAdded(room: \"general\") { author body } }",
        "query { __typename users(where: {name: {_like: \"%smith%\"}}, order_by: {created: desc}) { id } }",
    ]);
    let body = format!(
        r#"{{"operationName":null,"query":{},"variables":{{"id":"{}","first":{}}}}}"#,
        quote(query),
        random.below(9_999),
        random.below(50)
    );
    post(random, "/graphql", "application/json", body)
}

fn comment(random: &mut Random) -> Traffic {
    let text: Vec<&str> = (0..1 + random.below(4))
        .map(|_| random.pick(SENTENCES))
        .collect();
    let body = format!(
        "post_id={}&author={}&comment={}",
        random.below(9_999),
        encode(random.pick(NAMES)),
        encode(&text.join(" "))
    );
    post(
        random,
        "/comments",
        "application/x-www-form-urlencoded",
        body,
    )
}

fn markdown(random: &mut Random) -> Traffic {
    let text: Vec<&str> = (0..2 + random.below(5))
        .map(|_| random.pick(MARKDOWN))
        .collect();
    let body = format!(
        r#"{{"title":{},"body":{},"draft":false}}"#,
        quote(random.pick(SENTENCES)),
        quote(&text.join("\n\n"))
    );
    post(random, "/api/issues", "application/json", body)
}

fn code(random: &mut Random) -> Traffic {
    let body = format!(
        r#"{{"language":"auto","source":{}}}"#,
        quote(random.pick(CODE))
    );
    post(random, "/api/snippets", "application/json", body)
}

fn upload(random: &mut Random) -> Traffic {
    let noise: Vec<u8> = (0..500).flat_map(|_| random.next().to_le_bytes()).collect();
    let mut body = b"------WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name=\"file\"; filename=\"holiday photo (2).jpg\"\r\nContent-Type: image/jpeg\r\n\r\n".to_vec();
    body.extend_from_slice(&noise);
    body.extend_from_slice(b"\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n");
    let mut traffic = post(
        random,
        "/upload",
        "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
        String::new(),
    );
    traffic.body = body;
    traffic
}

fn webhook(random: &mut Random) -> Traffic {
    let body = format!(
        r#"{{"event":"push","ref":"refs/heads/{}","commits":[{{"id":"{:016x}{:016x}","message":{},"added":["src/{}.rs","docs/{}.md"],"removed":[],"url":"https://git.example.com/x/y/commit/1"}}],"sender":{{"login":"{}","type":"User"}}}}"#,
        random.pick(WORDS),
        random.next(),
        random.next(),
        quote(random.pick(SENTENCES)),
        random.pick(WORDS),
        random.pick(WORDS),
        random.pick(WORDS)
    );
    post(
        random,
        "/hooks/git",
        "application/json; charset=utf-8",
        body,
    )
}

fn get(random: &mut Random, uri: String) -> Traffic {
    Traffic {
        method: "GET",
        uri,
        client: [192, 0, 2, 44],
        headers: headers(random),
        body: Vec::new(),
    }
}

fn post(random: &mut Random, path: &str, content_type: &str, body: String) -> Traffic {
    let mut headers = headers(random);
    headers.push(("Content-Type".to_owned(), content_type.to_owned()));
    Traffic {
        method: "POST",
        uri: path.to_owned(),
        client: [192, 0, 2, 44],
        headers,
        body: body.into_bytes(),
    }
}

fn headers(random: &mut Random) -> Vec<(String, String)> {
    let agent = random.pick(AGENTS);
    let cookie = format!(
        "session={:016x}{:016x}; theme={}; _ga=GA1.2.{}.{}; prefs=%7B%22lang%22%3A%22en%22%7D; csrf={:x}",
        random.next(),
        random.next(),
        random.pick(&["dark", "light"]),
        random.below(1 << 30),
        random.below(1 << 30),
        random.next()
    );
    [
        ("Host", "shop.example.com"),
        ("User-Agent", agent),
        (
            "Accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        ),
        ("Accept-Language", "en-GB,en;q=0.9,fr;q=0.8"),
        ("Accept-Encoding", "gzip, deflate, br, zstd"),
        (
            "Referer",
            "https://www.example.com/search?q=it%27s+new&page=2",
        ),
        ("Cookie", cookie.as_str()),
        ("Cache-Control", "max-age=0"),
        ("Sec-Fetch-Site", "same-origin"),
        ("If-None-Match", "W/\"5f3c-18c2f\""),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// As forms are encoded.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' | b'.' | b'*' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// As JSON writes strings.
fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "curl/8.5.0",
    "python-requests/2.32.3",
    "okhttp/4.12.0",
    "GitHub-Hookshot/2f6e4a1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
];

const WORDS: &[&str] = &[
    "select", "from", "table", "order", "union", "group", "where", "insert", "drop", "update",
    "and", "or", "not", "like", "script", "object", "style", "link", "frame", "base", "meta",
    "form", "image", "cast", "case", "when", "user", "admin", "blue", "shoes", "coffee", "garden",
    "chair", "window", "summer", "winter", "bread", "milk", "river", "music", "light", "exec",
    "sleep", "echo", "cat", "find", "kill", "host", "ping", "type", "net", "shell", "system",
    "java", "class",
];

const NAMES: &[&str] = &[
    "Conan O'Brien",
    "Shaquille O'Neal",
    "Siobhán D'Arcy",
    "Jean-Luc Ó Súilleabháin",
    "Anne-Marie L'Hôpital",
    "José Núñez",
    "Zoë Müller",
    "Little Bobby Drop",
    "Dwayne \"The Rock\" Johnson",
    "Martin Luther King, Jr.",
    "N'Golo Kanté",
    "李小龍",
    "Ольга Иванова",
    "Smith & Sons",
    "AT&T",
    "Toys \"R\" Us",
    "Ben & Jerry's",
    "Procter & Gamble (P&G)",
    "d'Artagnan",
];

const PASSWORDS: &[&str] = &[
    "correct horse battery staple",
    "P@ssw0rd!'--",
    "x;y|z&1=1",
    "tr0ub4dor&3",
    "#1<3you\"",
    "50%off;now",
    "a'b\"c`d",
    "C:\\temp\\1",
    "{[(<>)]}",
    "$ecret$HOME",
    "admin123",
    "1=1",
    "hunter2",
];

const SENTENCES: &[&str] = &[
    "It's a dog's life, isn't it?",
    "Please select a seat from the list and update my order.",
    "We'd like 2 tables or 1 table & 4 chairs; 10:30 or 11 o'clock is fine.",
    "Is 1 < 2 and 3 > 2? I don't think so...",
    "The union of workers will select a committee from its members.",
    "He said \"don't drop the table\" and left -- rather quickly.",
    "Rock 'n' roll; rhythm & blues: '70s and '80s only!",
    "Price is $5.00 (50% off) -- was $10.00/each #bargain",
    "C# and F# are languages; so is C++ (and /* this */ is a comment).",
    "Meet me at Joe's Bar & Grill @ 7pm, O.K.?",
    "My wife's car won't start; what's the cost of a tow from A to B?",
    "Where can I find the order by date option? It was under 'group by'.",
    "Insert the disc into the drive, then delete from the left-hand menu.",
    "I can't log in: my user name or password isn't accepted",
    "Having fun with the new camera -- love it! <3 <3",
    "x = y + 1; y = x * 2; what is x - y?",
    "Use `git rebase -i` and then `git push --force-with-lease`.",
    "See https://example.com/a?b=c&d=e#f for more, or mail me@example.com",
    "2+2=4, 3*3=9, 10/2=5 and 7-3=4",
    "Does the waiter wait for delay or does the chef?",
    "I exec'd the plan; the system works.",
    "My cat; her name is Ms. Whiskers | she is 3 years old",
    "Send it to 10 Downing St., London SW1A 2AA (U.K.)",
    "Read the log file at home/photos and the notes.ini I sent",
    "fix: don't panic when the table isn't there (#1234)",
    "feat(api)!: drop support for v1; select v2 by default",
    "Merge branch 'main' of github.com:example/repo into feature/it's-new",
    "What is the meaning of life, the universe and everything = 42?",
    "L'été, c'est l'heure de l'apéro à la plage d'Étretat",
    "Ceci n'est pas une \"pipe\"; c'est l'image d'une pipe.",
    "今日は天気がいいですね。『そうですね』と言った。",
    "Versione 2.0 dell'app: tutt'altro che perfetta, ma c'è l'essenziale",
];

const MARKDOWN: &[&str] = &[
    "# It's broken\n\nWhen I click *Save*, nothing happens. See [the docs](../docs/index.md) and ![shot](./img/a.png).",
    "- [x] select all\n- [ ] drop the old table\n- [ ] update `README.md`",
    "> He said \"it works\".\n\nIt doesn't -- see #42 and @alice's comment.",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n1 < 2 && 3 > 2",
    "```sql\nSELECT id, name FROM users WHERE name = 'O''Brien' ORDER BY id;\n```",
    "```js\nconst a = b ? `${c}` : 'd'; // it's fine\nif (a == b || c != d) { return; }\n```",
    "Use `npm run build` and then `cd dist && ls`. **Don't** commit `.env`.",
    "Line one<br>Line two &mdash; with an entity &amp; more &lt;stuff&gt;",
    "<details><summary>Log</summary>\n\nerror: can't find `x`\n\n</details>",
    "See [^1] for the math: $e^{i\\pi} + 1 = 0$.\n\n[^1]: Euler's.",
];

const CODE: &[&str] = &[
    "fn main() {\n    let x = \"it's\";\n    println!(\"{x} {}\", 1 + 2);\n    if a && b || !c { return; }\n}",
    "SELECT o.id, c.name\nFROM orders o JOIN customers c ON c.id = o.customer_id\nWHERE o.total > 100 AND c.country = 'DE'\nORDER BY o.total DESC LIMIT 10;",
    "import os\n\ndef read(path):\n    with open(os.path.join('data', path)) as f:\n        return [l.strip() for l in f if l and not l.startswith('#')]",
    "#!/bin/sh\nset -e\ncd \"$HOME/project\"\nfor f in *.txt; do\n  echo \"$f\"\ndone",
    "import { useState } from '../../lib/state';\nexport default function App() {\n  const [n, setN] = useState(0);\n  return <button className=\"b\" disabled={n > 9}>Count {n}</button>;\n}",
    "<!doctype html>\n<html><head><title>It's me</title></head><body><p class=\"lead\">Hello & welcome</p></body></html>",
    "public class Main {\n  public static void main(String[] args) {\n    System.out.println(\"Hello, \" + args[0] + \"!\");\n  }\n}",
    "services:\n  web:\n    image: nginx:1.27\n    ports: ['80:80']\n    environment:\n      - NAME=${NAME:-world}",
    "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Printf(\"%s\\n\", `it's raw`)\n}",
    "body { margin: 0; font: 16px/1.5 'Inter', sans-serif; }\n.a > .b:hover::after { content: \"\\201C\"; }",
    "<?php\n$name = $_POST['name'] ?? 'nobody';\necho \"Hello, {$name}\";",
    "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL DEFAULT '');\nINSERT INTO users (id, name) VALUES (1, 'Ann');",
];
