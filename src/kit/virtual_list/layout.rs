//! Which rows of a long list are wanted, from the scroll position alone.

/// Windows begin and end at multiples of this: scrolling asks anew only now and then, and no frame has to draw many rows
/// at once.
const BLOCK: u32 = 2;
/// Rows kept ready above and below the screen.
pub const SPARE: u32 = 14;
/// No screen is so high.
const MOST_SHOWN: f64 = 200.0;

/// The rows that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListWindow {
    /// The first row.
    pub offset: u32,
    /// How many.
    pub count: u32,
}

impl ListWindow {
    /// What a screen of `height` pixels shows of a list from its top, and no more: drawn at once when a search brings
    /// other rows. What lies beside follows in its own time.
    pub fn screenful(height: f64, row_height: f64) -> Self {
        let rows = (height / row_height.max(1.0)).clamp(0.0, MOST_SHOWN) as u32;
        Self { offset: 0, count: (rows + 2).next_multiple_of(BLOCK) }
    }

    /// Whether all rows of `other` are in it.
    pub fn covers(self, other: Self) -> bool {
        self.offset <= other.offset && self.offset + self.count >= other.offset + other.count
    }

    /// By how many rows it lies elsewhere than `other`.
    pub fn distance(self, other: Self) -> u32 {
        let end = |window: Self| window.offset + window.count;
        self.offset.abs_diff(other.offset).max(end(self).abs_diff(end(other)))
    }
}

/// A list of rows of one height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Pixels per row.
    pub row_height: f64,
    /// Rows in all.
    pub total: u32,
}

impl Layout {
    /// The rows wanted when `above` pixels of the list are scrolled past and `height` pixels are visible, with `spare` more
    /// on both sides. Negative `above`: the list begins below the top of the screen. How long the list is does not
    /// matter, unless all of it is scrolled past: most answers to a search want no other window.
    pub fn window(self, above: f64, height: f64, spare: u32) -> ListWindow {
        let row =
            |pixels: f64| (pixels / self.row_height.max(1.0)).clamp(0.0, f64::from(u32::MAX / 2)) as u32;
        let first = row(above).saturating_sub(spare) / BLOCK * BLOCK;
        let last = (row(above + height) + 1 + spare).div_ceil(BLOCK) * BLOCK;
        // Never past the end, also when the list has just become shorter.
        let offset = first.min(self.total.saturating_sub(1) / BLOCK * BLOCK);
        ListWindow { offset, count: last - first }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: Layout = Layout { row_height: 64.0, total: 10_000 };

    #[test]
    fn the_visible_rows_are_always_wanted() {
        for (top, spare) in (0..640_000).step_by(97).zip([0, SPARE].into_iter().cycle()) {
            let window = LIST.window(f64::from(top), 800.0, spare);
            let first_visible = top as u32 / 64;
            let last_visible = ((top as u32 + 800) / 64).min(9_999);
            assert!(window.offset <= first_visible, "{top}");
            assert!(window.offset + window.count > last_visible, "{top}");
            assert!(window.count <= 60, "{top}");
            assert!(LIST.window(f64::from(top), 800.0, SPARE).covers(window), "{top}");
        }
    }

    #[test]
    fn a_screenful_covers_what_is_seen_of_the_top() {
        for height in 0..3_000 {
            let seen = LIST.window(0.0, f64::from(height), 0);
            let screenful = ListWindow::screenful(f64::from(height), 64.0);
            assert!(screenful.covers(seen) && screenful.count <= seen.count + BLOCK, "{height}");
        }
    }

    #[test]
    fn small_movements_want_the_same_rows() {
        let mut windows: Vec<_> = (0..64 * 20).map(|top| LIST.window(f64::from(top), 800.0, SPARE)).collect();
        windows.dedup();
        assert!(windows.len() <= 21, "{} windows for 20 rows", windows.len());
    }

    #[test]
    fn a_list_that_became_short_starts_at_its_beginning() {
        let short = |total| Layout { row_height: 64.0, total };
        assert_eq!(short(3).window(500_000.0, 800.0, SPARE).offset, 2);
        assert_eq!(short(0).window(-200.0, 800.0, SPARE).offset, 0);
        let at_the_top = [3, 40, 10_000].map(|total| short(total).window(-200.0, 800.0, SPARE));
        assert_eq!(at_the_top, [at_the_top[0]; 3]);
    }
}
