//! Where connections come from, and how many come from one place.

use axum::http::HeaderMap;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How a proxy in front of the relay names who connects.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Counts connections per address.
#[derive(Default)]
pub(crate) struct Addresses(Mutex<HashMap<IpAddr, u32>>);

/// One counted connection; it counts until it is dropped.
pub(crate) struct Counted {
    addresses: Arc<Addresses>,
    place: IpAddr,
}

impl Addresses {
    /// Counts one more, unless that would be more than `max`. The local machine is not counted: there a proxy that
    /// was not named may stand for everybody.
    pub fn enter(self: &Arc<Self>, address: IpAddr, max: u32) -> Result<Option<Counted>, TooMany> {
        let address = address.to_canonical();
        if address.is_loopback() {
            return Ok(None);
        }
        let place = network_of(address);
        let mut counts = self.counts();
        let count = counts.entry(place).or_default();
        if *count >= max {
            return Err(TooMany);
        }
        *count += 1;
        Ok(Some(Counted { addresses: self.clone(), place }))
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// There are as many connections from there as there may be.
pub(crate) struct TooMany;

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self.addresses.counts();
        if let Some(count) = counts.get_mut(&self.place) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.place);
            }
        }
    }
}

/// Who really connects: what the nearest proxy that is not ours has written, or the other end itself. What a stranger
/// writes into the header is not believed.
pub(crate) fn real_address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let is_ours = |address: &IpAddr| proxies.contains(&address.to_canonical());
    if !is_ours(&peer) {
        return peer;
    }
    let lines = headers.get_all(FORWARDED_FOR).into_iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let addresses = hops.iter().rev().map_while(|hop| hop.parse().ok());
    addresses.into_iter().find(|address| !is_ours(address)).unwrap_or(peer)
}

/// One customer of a provider has a whole network of 64 bits.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_what_our_proxies_have_written_is_believed() {
        let proxies = [address("127.0.0.1"), address("10.0.0.2")];
        let mut headers = HeaderMap::new();
        let real = |peer, headers: &HeaderMap| real_address(address(peer), headers, &proxies);
        assert_eq!(real("127.0.0.1", &headers), address("127.0.0.1"));
        headers.append(FORWARDED_FOR, "198.51.100.7, 203.0.113.9".parse().unwrap());
        headers.append(FORWARDED_FOR, "10.0.0.2".parse().unwrap());
        assert_eq!(real("127.0.0.1", &headers), address("203.0.113.9"));
        assert_eq!(real("::ffff:127.0.0.1", &headers), address("203.0.113.9"));
        assert_eq!(real("192.0.2.1", &headers), address("192.0.2.1"));
        headers.append(FORWARDED_FOR, "nonsense".parse().unwrap());
        assert_eq!(real("127.0.0.1", &headers), address("127.0.0.1"));
    }

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let addresses = Arc::new(Addresses::default());
        let enter = |text| addresses.enter(address(text), 2);
        let first = enter("2001:db8::1").ok().flatten().unwrap();
        let _second = enter("2001:db8::2").ok().flatten().unwrap();
        assert!(enter("2001:db8::3").is_err(), "the same network");
        assert!(enter("2001:db8:0:1::1").is_ok_and(|counted| counted.is_some()));
        drop(first);
        assert!(enter("2001:db8::3").is_ok_and(|counted| counted.is_some()));
        assert!((0..9).all(|_| enter("127.0.0.1").is_ok_and(|counted| counted.is_none())));
    }
}
