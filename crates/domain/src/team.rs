//! The team itself: its name, known to members only.

crate::record! {
    /// The team.
    pub struct Team(TeamId) = "team" in Official, ByCount {
        /// What the team is called.
        name: String [Title Required List],
    }
}
