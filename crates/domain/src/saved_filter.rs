//! A saved filter: a list somebody comes back to. Known to their own devices only.

crate::record! {
    /// A list somebody comes back to.
    pub struct SavedFilter(SavedFilterId) = "saved_filter" in Me, ByCount {
        /// What its owner calls it.
        name: String [Title Required List],
        /// The list it belongs to: `customers`, `tasks`, `deals`.
        list: String [Required Automatic],
        /// The filter, as the list writes it.
        filter: String [Required Automatic Paragraph],
    }
}
