use crate::team::rng;
use std::collections::BTreeMap;
use wire::receipt::ChainEnd;
use wire::statement::StatementError;
use wire::*;

pub fn receipt(device: DeviceId) -> Receipt {
    Receipt {
        team: TeamId([1; 32]),
        space: SpaceId([2; 16]),
        device,
        counter: 3,
        applied: BTreeMap::from([(DeviceId([4; 32]), ChainEnd { seq: 5, id: EnvelopeId([6; 32]) })]),
    }
}

#[test]
fn a_receipt_is_its_devices_own_and_unchanged() {
    let mut rng = rng(7);
    let (device, other) = (DeviceKeys::generate(&mut rng), DeviceKeys::generate(&mut rng));
    let bytes = receipt(device.id()).sign(&device).unwrap();
    assert_eq!(Receipt::verify(&bytes), Ok(receipt(device.id())));
    assert_eq!(receipt(device.id()).sign(&other), Err(StatementError::Signature));
    for at in 0..bytes.len() * 8 {
        let mut bytes = bytes.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        assert!(Receipt::verify(&bytes).is_err(), "bit {at}");
    }
}
