//! Short ways to the catalogue for screens.

use domain::RecordId;
use language::Language;

/// A field's name when only the field is known: the first kind that has one of this name.
pub fn field_name(language: Language, field: &str) -> String {
    domain::KINDS.iter().find(|spec| spec.field(field).is_some()).map_or_else(
        || field.to_owned(),
        |spec| language::label::field_label(language, spec.name, field).into_owned(),
    )
}

/// Finds titles among those that came with a view.
pub fn titles_of(titles: &[(RecordId, String)]) -> impl Fn(RecordId) -> Option<String> + '_ {
    move |id| titles.iter().find(|(known, _)| *known == id).map(|(_, title)| title.clone())
}
