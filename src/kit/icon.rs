//! One sprite, one stroke weight.

use leptos::prelude::*;

macro_rules! pictures {
    ($( $(#[$doc:meta])* $name:ident = $id:literal: $paths:literal; )*) => {
        /// A picture of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Picture { $( $(#[$doc])* $name, )* }

        impl Picture {
            fn reference(self) -> &'static str {
                match self { $( Self::$name => concat!("#", $id), )* }
            }
        }

        const SPRITE: &str = concat!($( "<symbol id='", $id, "' viewBox='0 0 24 24'>", $paths, "</symbol>", )*);
    };
}

pictures! {
    /// The product: a boat.
    Boat = "i-boat": "<path d='M3.5 14.5h17l-2.2 3.9a2 2 0 0 1-1.7 1H7.4a2 2 0 0 1-1.7-1z'/><path d='M11 14.5V3.5c4 1.6 6.6 4.6 7.5 8H11'/><path d='M8.2 7.5 5.5 11.5h2.7'/>";
    /// Today.
    Sun = "i-sun": "<circle cx='12' cy='12' r='4'/><path d='M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4'/>";
    /// Customers.
    Building = "i-building": "<path d='M5 20.5V5.5a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v15M14 10h4a1 1 0 0 1 1 1v9.5M3 20.5h18M8 8.5h3M8 12h3M8 15.500h3'/>";
    /// People.
    People = "i-people": "<circle cx='9' cy='8.500' r='3.500'/><path d='M2.800 19.500c.6-3.400 3-5 6.200-5s5.600 1.600 6.200 5M15.500 5.300a3.400 3.400 0 0 1 0 6.400M17.500 14.800c2 .6 3.300 2.200 3.700 4.700'/>";
    /// One person.
    Person = "i-person": "<circle cx='12' cy='8' r='3.700'/><path d='M5 20c.7-3.800 3.300-5.600 7-5.600s6.300 1.800 7 5.600'/>";
    /// Add.
    Plus = "i-plus": "<path d='M12 5v14M5 12h14'/>";
    /// Search.
    Search = "i-search": "<circle cx='11' cy='11' r='6'/><path d='m20 20-4.700-4.700'/>";
    /// Settings.
    Sliders = "i-sliders": "<path d='M4 7h9M17 7h3M4 17h3M11 17h9'/><circle cx='15' cy='7' r='2'/><circle cx='9' cy='17' r='2'/>";
    /// Telephone.
    Phone = "i-phone": "<path d='M6.500 4h2.300l1.500 4.200-2 1.500a11.500 11.500 0 0 0 6 6l1.500-2 4.200 1.500v2.300a2 2 0 0 1-2.200 2A15.300 15.300 0 0 1 4.500 6.200a2 2 0 0 1 2-2.200z'/>";
    /// A message.
    Chat = "i-chat": "<path d='M4 6.500a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6.500L7 20v-3.500H6a2 2 0 0 1-2-2z'/>";
    /// A visit.
    Pin = "i-pin": "<path d='M12 21c4.300-4.200 6.500-7.700 6.500-10.600a6.500 6.500 0 0 0-13 0C5.500 13.300 7.700 16.800 12 21z'/><circle cx='12' cy='10.300' r='2.300'/>";
    /// Write.
    Pencil = "i-pencil": "<path d='m5 19 .8-3.800L15.500 5.500a1.800 1.800 0 0 1 2.500 0l.5.5a1.800 1.800 0 0 1 0 2.500L8.800 18.200z'/>";
    /// Copy.
    Copy = "i-copy": "<rect x='8.500' y='8.500' width='11' height='11' rx='2'/><path d='M15.500 5.500a1 1 0 0 0-1-1h-9a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1'/>";
    /// Share.
    Share = "i-share": "<path d='M12 14.500V4M8.200 7.200 12 3.500l3.800 3.700M6.500 11H6a1 1 0 0 0-1 1v7a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-7a1 1 0 0 0-1-1h-.5'/>";
    /// Delete.
    Trash = "i-trash": "<path d='M5 7h14M10 7V5a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v2M7 7l.7 12a1 1 0 0 0 1 1h6.600a1 1 0 0 0 1-1L17 7M10.500 10.500v6M13.500 10.500v6'/>";
    /// Close.
    Cross = "i-cross": "<path d='m6 6 12 12M18 6 6 18'/>";
    /// Back.
    Back = "i-back": "<path d='m14.500 5.500-6.500 6.500 6.500 6.500'/>";
    /// Onwards.
    Onward = "i-onward": "<path d='m9.500 5.500 6.500 6.500-6.500 6.500'/>";
    /// Done, reached.
    Check = "i-check": "<path d='m5 12.500 4.500 4.500L19 7.500'/>";
    /// Not reached yet.
    Circle = "i-circle": "<circle cx='12' cy='12' r='7'/>";
    /// On this device.
    Device = "i-device": "<rect x='7' y='3.500' width='10' height='17' rx='2'/><path d='M11 17.500h2'/>";
    /// On the relay.
    Cloud = "i-cloud": "<path d='M7.500 18.500h9.300a3.700 3.700 0 0 0 .5-7.400A5.500 5.500 0 0 0 6.800 10a4.300 4.300 0 0 0 .7 8.500z'/><path d='M12 16v-4.500M10 13.300l2-2 2 2'/>";
    /// Received by others.
    Checks = "i-checks": "<path d='m3 12.500 4 4 8-8.500M11.500 15.500l1.200 1 8.300-8.500'/>";
    /// Something is wrong.
    Alert = "i-alert": "<path d='M12 4 21 19.500H3zM12 10v4.500M12 17v.1'/>";
    /// Leave.
    Leave = "i-leave": "<path d='M10 4.500H6a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h4M10.500 12H20M16.500 8.500 20 12l-3.500 3.500'/>";
    /// More to do with something.
    Dots = "i-dots": "<path d='M5.5 12v.1M12 12v.1M18.5 12v.1'/>";
    /// Tasks.
    List = "i-list": "<path d='m4 6.500 1.300 1.300L7.800 5M4 16.500l1.300 1.300 2.500-2.800M11 6.500h9M11 16.500h9'/>";
    /// Deals.
    Columns = "i-columns": "<rect x='4' y='4.500' width='4.500' height='15' rx='1'/><rect x='10.500' y='4.500' width='4.500' height='9' rx='1'/><rect x='17' y='4.500' width='3.500' height='12' rx='1'/>";
    /// An announcement.
    Horn = "i-horn": "<path d='M4 10v4h3l9 4.500v-13L7 10zM7.500 14l1.500 5M19 10.500v3'/>";
    /// A day.
    Calendar = "i-calendar": "<rect x='4' y='5.500' width='16' height='14' rx='2'/><path d='M4 10h16M8.500 3.500v4M15.500 3.500v4'/>";
    /// Help.
    Hand = "i-hand": "<circle cx='12' cy='12' r='8'/><path d='M9.700 9.700a2.300 2.300 0 1 1 3.300 2.100c-.7.3-1 .8-1 1.500M12 16.200v.1'/>";
    /// Praise.
    Star = "i-star": "<path d='m12 4 2.400 5 5.400.7-4 3.800 1 5.500-4.800-2.700L7.200 19l1-5.500-4-3.800 5.400-.7z'/>";
    /// A link.
    Link = "i-link": "<path d='M10 14a3.700 3.700 0 0 0 5.300 0l3-3A3.700 3.700 0 0 0 13 5.700l-1 1M14 10a3.700 3.700 0 0 0-5.300 0l-3 3A3.700 3.700 0 0 0 11 18.300l1-1'/>";
}

/// The sprite itself, once per page.
#[component]
pub fn IconSprite() -> impl IntoView {
    view! { <svg aria-hidden="true" width="0" height="0" style="position:absolute" inner_html=SPRITE></svg> }
}

/// A picture; always beside words or in something that is labelled.
#[component]
pub fn Icon(picture: Picture) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=picture.reference()></use></svg> }
}
