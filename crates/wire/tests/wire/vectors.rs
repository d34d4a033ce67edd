//! The protocol's bytes, checked in. They change only with a version number; `UPDATE_VECTORS=1 cargo test -p wire`
//! writes them again.

use crate::team::*;
use crate::{envelope, files, receipt, snapshot};
use std::fs;
use std::path::PathBuf;
use wire::access::{InvitePurpose, Kind, SpaceCreate};
use wire::frame::{LoginAs, login_signature};
use wire::*;

fn check(name: &str, bytes: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(format!("{name}.hex"));
    let hex: String = bytes.chunks(48).map(|line| data_encoding::HEXLOWER.encode(line) + "\n").collect();
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        fs::write(&path, &hex).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), hex, "{name}");
}

#[test]
fn the_bytes_are_those_written_down() {
    let mut team = Team::found();
    let (org, key) = team.space(SpaceClass::Org);
    let member = Member::new(&mut team.rng);
    let link = team.link();
    team.founder_says(member_invite(&link, Role::Salesperson, member.person, Some(team.founder.person)))
        .unwrap();
    let admit = team.admit(&link, &member);
    team.append(admit).unwrap();
    let device_link = team.link();
    team.says(&member.device, invite(&device_link, InvitePurpose::Device { person: member.person })).unwrap();
    let phone = DeviceKeys::generate(&mut team.rng);
    let add = team.device_add(&device_link, member.person, &phone);
    team.append(add).unwrap();

    let names = ["genesis", "space_create", "invite_member", "admit", "invite_device", "device_add"];
    for (record, name) in team.log.records().iter().zip(names) {
        check(&format!("access_{name}"), record.bytes());
    }
    let draft =
        Draft { team: team.log.team(), space: org, access_head: team.log.head(), ..envelope::draft() };
    let sealed =
        Envelope::seal(draft, &envelope::body(130), &key, &team.founder.device, &mut team.rng).unwrap();
    check("header", &sealed.bytes()[..198]);
    check("envelope", sealed.bytes());
    check("envelope_id", &sealed.id().0);
    check("space_key", &key.to_bytes());
    check("space_key_commitment", &key.commitment(org, Epoch(0)));
    check("document_tag", &key.document_tag("customer", &[7; 16]).0);
    check("device_secret", &team.founder.device.to_bytes());
    let me = Recipient::Person(team.founder.person);
    let boxed = KeyBox::seal(team.log.state(), org, Epoch(0), &key, me, &mut team.rng).unwrap();
    check("key_box", &boxed.sealed);
    check("invite_link_code", link.code().as_bytes());
    check("invite_signing_public", &link.keys().signing_public().0);
    check("invite_exchange_public", &link.keys().exchange_public().0);
    let statement = receipt::receipt(team.founder.device.id());
    check("receipt", &statement.sign(&team.founder.device).unwrap());
    let who = LoginAs::Device(team.founder.device.id());
    let signed =
        login_signature(&team.founder.device, &[2; 32], &[3; 16], "relay.example", team.log.team(), who);
    check("login_signature", &signed.to_bytes());
    check("cursor_hash", &Cursor::START.after(sealed.id()).log_hash);
    let backup = backup::seal(files::content(), files::PASSPHRASE, files::CHEAP, &mut team.rng).unwrap();
    check("backup", &backup);
    let contents = files::contents(&team.log, sealed.bytes());
    check("sync_file", &files::sealed(&contents, &mut team, org, &key));
    let said = snapshot::snapshot(team.log.team(), org, team.founder.device.id());
    let signed = said.sign(&team.founder.device).unwrap();
    check("snapshot", &signed);
    let countersigned = Countersignature {
        team: team.log.team(),
        space: org,
        snapshot: SnapshotId::of(&signed),
        device: member.device.id(),
    };
    check("snapshot_countersignature", &countersigned.sign(&member.device).unwrap());
    let document = DocumentTag([8; 16]);
    let place = PartPlace { team: team.log.team(), space: org, epoch: Epoch(0), document };
    check("snapshot_part", &place.seal(&key, b"chunks and rows", &mut team.rng).unwrap());
    let class = SpaceClass::Me { member: member.person };
    let create = SpaceCreate { space: SpaceId([6; 16]), class, key_commitment: [5; 32] };
    let (before, kind) = (team.log.records()[3].head(), Kind::SpaceCreate(create));
    let lost = Record::by_device(before, NOW, kind, &member.device).unwrap();
    team.founder_says(Kind::Graft(Box::new(lost))).unwrap();
    check("access_graft", team.log.records().last().unwrap().bytes());
    check("frame_pull", &ClientFrame::Pull { space: org, after: Cursor::START }.encode().unwrap());
}

/// A record whose kind number this version does not know, correctly signed: made here byte by byte from what
/// `PROTOCOL.md` says.
pub fn record_of_kind(kind: u8, device: &DeviceKeys) -> Vec<u8> {
    use ed25519_dalek::{Signer, SigningKey};
    let mut bytes = vec![1, kind];
    bytes.extend_from_slice(&[9; 32]);
    bytes.push(5); // time
    bytes.extend_from_slice(&[2, 1, 1]); // payload
    let seed: [u8; 32] = device.to_bytes()[..32].try_into().unwrap();
    let signed = [b"tongzhou v1 access record signature\0".as_slice(), &bytes].concat();
    bytes.push(1); // one signature
    bytes.extend_from_slice(&device.id().0);
    bytes.extend_from_slice(&SigningKey::from_bytes(&seed).sign(&signed).to_bytes());
    bytes
}
