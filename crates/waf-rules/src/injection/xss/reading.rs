//! Readings of one input, side by side: nobody knows within what of a page it will stand.

use super::page::{Evidence, Page, Place, Step};

/// Where a value may begin.
const PLACES: [Place; 5] = [
    Place::Text,
    Place::Tag,
    Place::Quoted(b'\''),
    Place::Quoted(b'"'),
    Place::Quoted(b'`'),
];

/// What runs a script, whatever the input stands within.
///
/// The reading that is furthest behind goes on. Two that come to the same point would read the same from there, so one of them is
/// enough. In a real page that is at the end of the first tag: it is read little more than once.
pub(super) fn evidence(input: &[u8]) -> Option<Evidence<'_>> {
    let mut readings = PLACES.map(|place| Reading {
        page: Page::new(input),
        place,
    });
    let mut done = 0;
    loop {
        let open = readings.get_mut(done..)?;
        let each = open.iter().enumerate();
        let (behind, _) = each.min_by_key(|(_, reading)| reading.page.position)?;
        open.swap(0, behind);
        let (reading, others) = open.split_first_mut()?;
        let ahead = others.iter().map(|other| other.page.position).min();
        match reading.go_on(ahead.unwrap_or(usize::MAX)) {
            Step::Found => return Some(reading.page.evidence),
            Step::End => done += 1,
            Step::At(_) => {
                let point = reading.point();
                done += usize::from(others.iter().any(|other| other.point() == point));
            }
        }
    }
}

struct Reading<'a> {
    page: Page<'a>,
    place: Place,
}

impl Reading<'_> {
    /// Reads at least one step, and on to this position.
    fn go_on(&mut self, to: usize) -> Step {
        loop {
            match self.page.go_on(self.place) {
                Step::At(place) => self.place = place,
                end @ (Step::Found | Step::End) => return end,
            }
            if self.page.position >= to {
                return Step::At(self.place);
            }
        }
    }

    /// All that the rest of the reading depends on.
    fn point(&self) -> (usize, bool, Place) {
        (self.page.position, self.page.closing, self.place)
    }
}
