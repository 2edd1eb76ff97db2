//! An allocator that counts, for tests of what allocates and how much.
//!
//! It counts each thread by itself: what the test harness does on others is not seen.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, counted. Made a test's own by `#[global_allocator]`.
#[derive(Debug, Default)]
pub struct CountingAllocator;

/// What this thread has allocated since [`measure`] began.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Heap {
    /// How many allocations there were; growing one counts again.
    pub allocations: usize,
    /// The most bytes that were held at once, beyond what was held before.
    pub peak_bytes: usize,
}

/// Runs `work` and tells what it allocated.
pub fn measure<T>(work: impl FnOnce() -> T) -> (T, Heap) {
    let held_before = HELD.get();
    ALLOCATIONS.set(0);
    PEAK.set(held_before);
    let result = work();
    let heap = Heap {
        allocations: ALLOCATIONS.get(),
        peak_bytes: usize::try_from(PEAK.get() - held_before).unwrap_or(0),
    };
    (result, heap)
}

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

/// `try_with`: a thread that ends frees after its counters are gone.
fn allocated(bytes: usize) {
    let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
    let _ = HELD.try_with(|held| {
        held.set(held.get() + bytes as isize);
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(held.get())));
    });
}

fn freed(bytes: usize) {
    let _ = HELD.try_with(|held| held.set(held.get() - bytes as isize));
}

// SAFETY: every call is passed on to the system's allocator unchanged, and counting does not allocate: the counters are
// constant-initialised and have no destructor.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        allocated(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        allocated(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // While the bytes move, both blocks are held.
        allocated(size);
        freed(layout.size());
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        freed(layout.size());
        unsafe { System.dealloc(block, layout) }
    }
}
