use crate::client::*;
use crate::team::*;
use wire::frame::{Denied, LoginAs};
use wire::*;

fn append(record: &Record) -> ClientFrame {
    ClientFrame::AccessAppend {
        expected_head: record.prev(),
        record: record.bytes().to_vec(),
        boxes: Vec::new(),
    }
}

#[tokio::test]
async fn of_two_records_for_one_head_one_wins_and_the_other_is_told_the_new_head() {
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let (relay, mut founder) = at_work(&team).await;
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &assistant).await;
    let link = team.link();
    let person = member(&mut team.rng).person;
    let winner = team.invite(&link, Role::Salesperson, person, u64::MAX);
    let loser = team.invite(&link, Role::Viewer, person, u64::MAX);

    let from = team.log.len() as u64;
    let nothing_yet = ServerFrame::AccessRecords { from, records: Vec::new(), more: false };
    assert_eq!(other.ask(ClientFrame::AccessSince { index: from }).await, nothing_yet);
    assert_eq!(founder.ask(append(&winner)).await, ServerFrame::AccessAppended { head: winner.head() });
    let news = ServerFrame::AccessRecords { from, records: vec![winner.bytes().to_vec()], more: false };
    assert_eq!(other.hear().await, news);
    assert_eq!(other.ask(append(&loser)).await, ServerFrame::AccessConflict { head: winner.head() });
}

#[tokio::test]
async fn what_the_log_forbids_the_relay_refuses() {
    let mut team = Team::found(1);
    let seller = team.join(Role::Salesperson);
    let (relay, _) = at_work(&team).await;
    let mut client = Client::connect(relay.address()).await;
    client.login(&team, &seller).await;
    let founder = std::mem::replace(&mut team.founder, seller);
    let link = team.link();
    let record = team.invite(&link, Role::Salesperson, founder.person, u64::MAX);
    assert_eq!(client.ask(append(&record)).await, ServerFrame::AccessDenied { reason: Denied::NotAllowed });
}

#[tokio::test]
async fn somebody_joins_by_link_and_then_logs_in_as_a_member() {
    let mut team = Team::found(1);
    let (relay, mut founder) = at_work(&team).await;
    let (link, joiner) = (team.link(), member(&mut team.rng));
    let invite = team.invite(&link, Role::Salesperson, joiner.person, u64::MAX);
    team.log.append(invite.clone(), now_ms()).unwrap();
    let for_link = Recipient::Invite(link.invite);
    let key = team.key.clone();
    let boxed = KeyBox::seal(team.log.state(), team.org, Epoch(0), &key, for_link, &mut team.rng).unwrap();
    let boxes = vec![SealedBox::Key(boxed.clone())];
    let record = invite.bytes().to_vec();
    let answer = founder.ask(ClientFrame::AccessAppend { expected_head: invite.prev(), record, boxes }).await;
    assert_eq!(answer, ServerFrame::AccessAppended { head: invite.head() });

    let mut guest = Client::connect(relay.address()).await;
    let login = guest.login_frame(&link.keys(), &team, LoginAs::Invite(link.invite));
    assert!(matches!(guest.ask(login).await, ServerFrame::Welcome { .. }));
    // With the link alone nothing of a space is given out.
    let pull = ClientFrame::Pull { space: team.org, after: Cursor::START };
    assert_eq!(guest.ask(pull).await, ServerFrame::PullDenied { space: team.org, reason: Denied::Right });
    let ServerFrame::Boxes { boxes, truncated: false } = guest.ask(ClientFrame::FetchBoxes).await else {
        panic!("no boxes");
    };
    let [SealedBox::Key(found)] = boxes.as_slice() else { panic!("another box") };
    assert_eq!(found.open_as_invite(team.log.state(), &link.keys()), Ok(key.clone()));

    let admit = team.admit(&link, &joiner);
    team.log.append(admit.clone(), now_ms()).unwrap();
    let me = Recipient::Person(joiner.person);
    let own = KeyBox::seal(team.log.state(), team.org, Epoch(0), &key, me, &mut team.rng).unwrap();
    let boxes = vec![SealedBox::Key(own)];
    let record = admit.bytes().to_vec();
    let answer = guest.ask(ClientFrame::AccessAppend { expected_head: admit.prev(), record, boxes }).await;
    assert_eq!(answer, ServerFrame::AccessAppended { head: admit.head() });

    let mut member = Client::connect(relay.address()).await;
    member.login(&team, &joiner).await;
    let ServerFrame::Boxes { boxes, .. } = member.ask(ClientFrame::FetchBoxes).await else {
        panic!("no boxes")
    };
    let [SealedBox::Key(found)] = boxes.as_slice() else { panic!("another box") };
    assert_eq!(found.open_as_person(team.log.state(), &joiner.keys), Ok(key));

    let mut second = Client::connect(relay.address()).await;
    let login = second.login_frame(&link.keys(), &team, LoginAs::Invite(link.invite));
    assert_eq!(second.ask(login).await, ServerFrame::LoginDenied { reason: Denied::InviteUsed });
}

#[tokio::test]
async fn an_expired_link_admits_nobody_not_even_by_a_longer_log() {
    let mut team = Team::found(1);
    let (link, joiner) = (team.link(), member(&mut team.rng));
    let invite = team.invite(&link, Role::Salesperson, joiner.person, now_ms() - 1_000);
    team.log.append(invite, now_ms()).unwrap();
    let (relay, mut founder) = at_work(&team).await;
    let mut guest = Client::connect(relay.address()).await;
    let login = guest.login_frame(&link.keys(), &team, LoginAs::Invite(link.invite));
    assert_eq!(guest.ask(login).await, ServerFrame::LoginDenied { reason: Denied::InviteExpired });
    guest.challenged().await;

    let admit = team.admit(&link, &joiner);
    team.log.replay(admit).unwrap();
    assert_eq!(guest.ask(found(&team)).await, ServerFrame::FoundDenied { reason: Denied::InviteExpired });
    // A member vouches that it was appended in time.
    let (id, head, records) = (team.log.team(), team.log.head(), team.log.len() as u64);
    assert_eq!(founder.ask(found(&team)).await, ServerFrame::Founded { team: id, head, records });
}

#[tokio::test]
async fn a_relay_that_lost_the_log_gets_it_back_and_another_branch_is_refused() {
    let mut team = Team::found(1);
    let relay = relay().await;
    let mut client = Client::connect(relay.address()).await;
    client.found(&team).await;
    client.found(&team).await;

    let shorter = team.records();
    team.join(Role::Assistant);
    client.found(&team).await;
    let mut branch = Team::found(1);
    branch.log = AccessLog::verify_chain(shorter).unwrap();
    branch.space(SpaceClass::Official);
    assert_eq!(client.ask(found(&branch)).await, ServerFrame::FoundDenied { reason: Denied::Forked });
    client.challenged().await;

    let mut forged = team.records();
    forged[1][40] ^= 1;
    let forged = ClientFrame::Found { records: forged, boxes: Vec::new() };
    assert_eq!(client.ask(forged).await, ServerFrame::FoundDenied { reason: Denied::Forked });
    client.challenged().await;

    // A long log goes in pieces: only what is new, by a device that is logged in.
    client.login(&team, &team.founder).await;
    let from = team.log.len() as u64;
    team.join(Role::Viewer);
    let records = team.records().split_off(from as usize);
    let piece = ClientFrame::AccessRefill { from, records: records.clone(), boxes: Vec::new() };
    assert!(matches!(client.ask(piece).await, ServerFrame::Founded { records: 6, .. }));
    let too_far = ClientFrame::AccessRefill { from: from + 9, records, boxes: Vec::new() };
    assert_eq!(client.ask(too_far).await, ServerFrame::FoundDenied { reason: Denied::NotAllowed });
}

#[tokio::test]
async fn boxes_are_for_people_the_log_knows() {
    let mut team = Team::found(1);
    let (_relay, mut client) = at_work(&team).await;
    let stranger = Recipient::Person(member(&mut team.rng).person);
    let sealed = |recipient| {
        SealedBox::Key(KeyBox { space: SpaceId([1; 16]), epoch: Epoch(0), recipient, sealed: vec![1; 80] })
    };
    let put = |sealed| ClientFrame::PutBoxes { boxes: vec![sealed] };
    let denied = client.ask(put(sealed(stranger))).await;
    assert_eq!(denied, ServerFrame::BoxesDenied { reason: Denied::NotAllowed });
    let mine = sealed(Recipient::Person(team.founder.person));
    assert_eq!(client.ask(put(mine.clone())).await, ServerFrame::BoxesStored);
    let boxes = ServerFrame::Boxes { boxes: vec![mine], truncated: false };
    assert_eq!(client.ask(ClientFrame::FetchBoxes).await, boxes);
}
