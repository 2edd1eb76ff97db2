//! Traffic to simulate with: customers, and floods of several kinds. The same seed makes the same traffic. The tests of `shield-manager` use it, too.

/// Numbers that look random.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub(crate) fn byte(&mut self, sides: u64) -> u8 {
        byte(self.roll(sides))
    }

    /// Small numbers are likely, large ones are not: as paths, countries and agents are.
    pub(crate) fn skewed(&mut self, sides: u64) -> u64 {
        let bound = self.roll(sides) + 1;
        self.roll(bound)
    }
}

fn byte(number: u64) -> u8 {
    u8::try_from(number).unwrap()
}

/// One request.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) source: [u8; 4],
    pub(crate) country: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) agent: String,
    pub(crate) ja4: String,
}

const COUNTRIES: [&str; 12] = [
    "DE", "NL", "FR", "GB", "US", "PL", "IT", "ES", "SE", "BR", "IN", "VN",
];

pub(crate) fn customer(dice: &mut Dice) -> Visit {
    let country = dice.skewed(COUNTRIES.len() as u64);
    let agent = dice.skewed(40);
    let network = dice.roll(900);
    Visit {
        source: [
            60 + byte(country),
            byte(network / 256),
            byte(network % 256),
            dice.byte(250),
        ],
        country: COUNTRIES[usize::from(byte(country))],
        method: if dice.roll(10) == 0 { "POST" } else { "GET" },
        path: match dice.skewed(300) {
            0 => "/".to_owned(),
            page => format!("/shop/article-{page}"),
        },
        agent: format!("Mozilla/5.0 (compatible; Browser {agent})"),
        ja4: format!("t13d1516h2_8daaf6152771_{:012x}", agent % 9),
    }
}

/// Kinds of floods.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flood {
    /// One tool asks for one path, from everywhere.
    OneTool,
    /// Real browsers' agents, random paths, from a few networks.
    FewNetworks,
    /// Random agents and paths against caches, from everywhere, with one TLS library.
    OneLibrary,
    /// Agents as customers have, the front page, all from one country.
    OneCountry,
    /// Two tools at once.
    TwoTools,
}

impl Flood {
    pub(crate) const ALL: [Self; 5] = [
        Self::OneTool,
        Self::FewNetworks,
        Self::OneLibrary,
        Self::OneCountry,
        Self::TwoTools,
    ];

    pub(crate) fn request(self, dice: &mut Dice) -> Visit {
        let mut visit = customer(dice);
        let anywhere = [dice.byte(200) + 1, dice.byte(256), dice.byte(256), 9];
        let country = COUNTRIES[usize::from(dice.byte(12))];
        match self {
            Self::OneTool => Visit {
                source: anywhere,
                country,
                path: "/shop/article-3".to_owned(),
                agent: "Mozilla/5.0 (compatible; LoadTool 7)".to_owned(),
                ..visit
            },
            Self::FewNetworks => Visit {
                source: [203, 0, dice.byte(40), dice.byte(250)],
                ..visit
            },
            Self::OneLibrary => Visit {
                source: anywhere,
                country,
                path: format!("/shop/{}", dice.roll(1 << 40)),
                agent: format!("Agent/{}", dice.roll(1 << 40)),
                ja4: "t13d190900_9dc949149365_97f8aa674fd9".to_owned(),
                ..visit
            },
            Self::OneCountry => {
                visit.source = [61, dice.byte(256), dice.byte(256), 3];
                visit.country = "VN";
                visit.path = "/".to_owned();
                visit.method = "POST";
                visit
            }
            Self::TwoTools if dice.roll(2) == 0 => Self::OneTool.request(dice),
            Self::TwoTools => Self::OneLibrary.request(dice),
        }
    }
}
