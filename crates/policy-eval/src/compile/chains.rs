//! Places under hashes: a table that is filled once, in a time that does not depend on what the hashes are.

/// Places of statements, each under a hash; what is under one hash is chained.
#[derive(Default)]
pub(super) struct Chains {
    /// Where each chain begins in `links`. As many as a power of two, so that the last bits of a hash choose one.
    heads: Box<[usize]>,
    links: Vec<Link>,
}

struct Link {
    hash: u64,
    place: usize,
    next: usize,
}

/// Where a chain ends: no link has so high a number.
const END: usize = usize::MAX;

impl Chains {
    pub(super) fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Puts a place under a hash. It is found once [`Chains::link`] was called.
    pub(super) fn add(&mut self, hash: u64, place: usize) {
        let next = END;
        self.links.push(Link { hash, place, next });
    }

    /// Chains what was added: the last of one hash is its first to be visited.
    pub(super) fn link(&mut self) {
        let Self { heads, links } = self;
        *heads = vec![END; links.len().next_power_of_two()].into_boxed_slice();
        for (at, link) in links.iter_mut().enumerate() {
            let chain = chain(heads, link.hash);
            if let Some(head) = heads.get_mut(chain) {
                link.next = std::mem::replace(head, at);
            }
        }
    }

    /// Visits the places under a hash until `visit` says that it has seen enough; whether it did.
    #[inline]
    pub(super) fn visit(&self, hash: u64, visit: &mut impl FnMut(usize) -> bool) -> bool {
        let Self { heads, links } = self;
        let mut next = heads.get(chain(heads, hash)).copied().unwrap_or(END);
        while let Some(link) = links.get(next) {
            if link.hash == hash && visit(link.place) {
                return true;
            }
            next = link.next;
        }
        false
    }
}

/// The chain that a hash is in.
fn chain(heads: &[usize], hash: u64) -> usize {
    let last_bits = hash & (heads.len() as u64).wrapping_sub(1);
    usize::try_from(last_bits).unwrap_or_default()
}
