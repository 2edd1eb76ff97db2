//! Readings of one input, side by side: nobody knows within what of a page it will stand.

use smallvec::SmallVec;

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
    let mut readings = SmallVec::from(PLACES.map(|place| Reading {
        page: Page::new(input),
        place,
    }));
    loop {
        let each = readings.iter_mut().enumerate();
        let (behind, reading) = each.min_by_key(|(_, reading)| reading.page.position)?;
        let is_done = match reading.page.go_on(reading.place) {
            Step::Found => return Some(reading.page.evidence),
            Step::End => true,
            Step::At(place) => {
                reading.place = place;
                let point = reading.point();
                let mut others = readings.iter().enumerate();
                others.any(|(at, other)| at != behind && other.point() == point)
            }
        };
        if is_done {
            readings.swap_remove(behind);
        }
    }
}

struct Reading<'a> {
    page: Page<'a>,
    place: Place,
}

impl Reading<'_> {
    /// All that the rest of the reading depends on.
    fn point(&self) -> (usize, bool, Place) {
        (self.page.position, self.page.closing, self.place)
    }
}
