//! Which rows of a long list are wanted, from the scroll position alone.

/// Windows begin and end at multiples of this: scrolling asks anew only now and then, and no frame has to draw many rows
/// at once.
const BLOCK: u32 = 2;
/// Rows kept ready above and below the screen.
const SPARE: u32 = 14;
/// Rows of the smallest window: enough for a first screen, and soon drawn when a search brings others.
const LEAST: u32 = 24;

/// The rows that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListWindow {
    /// The first row.
    pub offset: u32,
    /// How many.
    pub count: u32,
}

impl Default for ListWindow {
    fn default() -> Self {
        Self { offset: 0, count: LEAST }
    }
}

impl ListWindow {
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
    /// The rows wanted when `above` pixels of the list are scrolled past and `height` pixels are visible. Negative
    /// `above`: the list begins below the top of the screen.
    pub fn window(self, above: f64, height: f64) -> ListWindow {
        let row = |pixels: f64| (pixels / self.row_height.max(1.0)).clamp(0.0, f64::from(self.total)) as u32;
        let first = row(above).saturating_sub(SPARE) / BLOCK * BLOCK;
        let last = (row(above + height) + 1 + SPARE).div_ceil(BLOCK) * BLOCK;
        // Never past the end, also when the list has just become shorter.
        let first = first.min(self.total.saturating_sub(1) / BLOCK * BLOCK);
        ListWindow { offset: first, count: last.saturating_sub(first).max(LEAST) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: Layout = Layout { row_height: 64.0, total: 10_000 };

    #[test]
    fn the_visible_rows_are_always_wanted() {
        for top in (0..640_000).step_by(97) {
            let window = LIST.window(f64::from(top), 800.0);
            let first_visible = top as u32 / 64;
            let last_visible = ((top as u32 + 800) / 64).min(9_999);
            assert!(window.offset <= first_visible, "{top}");
            assert!(window.offset + window.count > last_visible, "{top}");
            assert!(window.count <= 60, "{top}");
        }
    }

    #[test]
    fn small_movements_want_the_same_rows() {
        let mut windows: Vec<_> = (0..64 * 20).map(|top| LIST.window(f64::from(top), 800.0)).collect();
        windows.dedup();
        assert!(windows.len() <= 21, "{} windows for 20 rows", windows.len());
    }

    #[test]
    fn a_list_that_became_short_starts_at_its_beginning() {
        let short = Layout { row_height: 64.0, total: 3 };
        assert_eq!(short.window(500_000.0, 800.0), ListWindow { offset: 0, count: 24 });
        assert_eq!(Layout { row_height: 64.0, total: 0 }.window(-200.0, 800.0).offset, 0);
    }
}
