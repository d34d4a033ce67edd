//! A contact: a person at a customer.

use crate::customer::CustomerId;

crate::record! {
    /// A person at a customer.
    pub struct Contact(ContactId) = "contact" in Book, ByCount {
        /// The contact's name.
        name: String [Title Required List Search],
        /// The customer they belong to.
        customer: Option<CustomerId> [Required List Parent],
        /// Their position (职务).
        position: String [List],
        /// Mobile number.
        phone: String [Phone List Search],
        /// WeChat id.
        wechat: String [Search],
        /// E-mail address.
        email: String [Search],
        /// The one to call first.
        main: bool [],
        /// Anything else.
        note: String [Paragraph],
    }
}
