//! A product: what the team sells.

use crate::import::ImportId;
use crate::money::Fen;

crate::record! {
    /// Something the team sells.
    pub struct Product(ProductId) = "product" in Official, ByCount {
        /// What it is called.
        name: String [Title Required List Search],
        /// The family it belongs to.
        series: String [List Search],
        /// The list price.
        price: Option<Fen> [List],
        /// Anything else.
        note: String [Paragraph],
        /// The import that brought it and still may take it back.
        import: Option<ImportId> [Automatic],
    }
}
