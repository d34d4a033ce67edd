//! `init`, `join`, `invite`, `device-link`, `relay`.

use crate::fault::Fault;
use crate::find;
use crate::peer::{Patience, Peer, random};
use crate::screen::Screen;
use crate::words;
use contract::command::Made;
use contract::{Command, Outcome};
use domain::RecordId;
use domain::member::{Member, MemberId, Role};
use domain::record::Choice;
use language::{Word, template};
use serde_json::json;
use std::io::Read;
use std::path::Path;

/// Start a team; with a relay, give it to the relay at once.
pub async fn init(
    peer: &mut Peer<'_>,
    screen: &Screen,
    team: &str,
    name: &str,
    relay: &str,
    patience: Patience,
) -> Result<(), Fault> {
    let founding =
        Command::FoundTeam { team: team.to_owned(), name: name.to_owned(), relay: relay.to_owned() };
    peer.command(founding).await?;
    make_stages(peer, screen).await?;
    say_who(peer, screen)?;
    if relay.is_empty() { Ok(()) } else { bring_to_relay(peer, screen, patience, words::FOUNDED_HERE).await }
}

/// The first deal needs a stage to stand in.
async fn make_stages(peer: &mut Peer<'_>, screen: &Screen) -> Result<(), Fault> {
    // One draw names them all: the ids are neighbours.
    let mut bytes = random()?;
    let next = || {
        bytes[15] = bytes[15].wrapping_add(1);
        RecordId(bytes)
    };
    let records = template::stages(screen.language, next);
    peer.command(Command::CreateMany { records }).await.map(drop)
}

/// Join, and fetch everything there is.
pub async fn join(
    peer: &mut Peer<'_>,
    screen: &Screen,
    link: &str,
    file: Option<&Path>,
    patience: Patience,
) -> Result<(), Fault> {
    let link = if link == "-" { from_standard_input()? } else { link.to_owned() };
    if let Some(file) = file {
        return super::file::join(peer, screen, &link, file).await;
    }
    // Somebody whom their team's relay has forgotten joins it again; that is known once it was asked.
    if peer.team().is_ok() {
        let _ = peer.sync(patience).await;
    }
    peer.command(Command::JoinTeam { link }).await?;
    // The connection that joined has ended, the one that fetches begins: that is no failure.
    let fetched = peer.sync(Patience { keeps_trying: true, ..patience }).await;
    say_who(peer, screen)?;
    fetched.inspect_err(|_| screen.note(words::JOINED_NOT_ALL.say(screen.language)))
}

/// Who is invited.
pub struct Invited<'a> {
    /// An existing member without a device, or a new name.
    pub name: &'a str,
    /// The role's code.
    pub role: &'a str,
    /// Name or id of whom they report to.
    pub line: Option<&'a str>,
}

/// How a link reaches whom it is for.
#[derive(Clone, Copy)]
pub struct Way<'a> {
    /// The page's address, to be put before it.
    pub page: Option<&'a str>,
    /// With a sync file.
    pub by_file: bool,
}

/// Make an invite link.
pub async fn invite(
    peer: &mut Peer<'_>,
    screen: &Screen,
    invited: &Invited<'_>,
    way: Way<'_>,
    patience: Patience,
) -> Result<(), Fault> {
    let line = match invited.line {
        Some(line) => Some(MemberId(find::record_of(peer, Member::SPEC, line).await?)),
        None => None,
    };
    let member = member_without_device(peer, invited.name).await?;
    // The command line only lets known codes through.
    let role = Role::from_code(invited.role).unwrap_or(Role::Viewer);
    let name = invited.name.to_owned();
    let outcome = peer.command(Command::Invite { member, name, role, line, by_file: way.by_file }).await?;
    give_link(peer, screen, outcome, way, patience).await
}

/// Make a link for another device of mine.
pub async fn device_link(
    peer: &mut Peer<'_>,
    screen: &Screen,
    way: Way<'_>,
    patience: Patience,
) -> Result<(), Fault> {
    let outcome = peer.command(Command::AddDevice { by_file: way.by_file }).await?;
    give_link(peer, screen, outcome, way, patience).await
}

/// Set the relay.
pub async fn relay(peer: &mut Peer<'_>, screen: &Screen, url: &str) -> Result<(), Fault> {
    peer.command(Command::SetRelay { relay: url.to_owned() }).await?;
    screen.note(&words::saved(screen.language, None));
    Ok(())
}

/// Prints a link once, and sees to it that the relay knows the invite.
async fn give_link(
    peer: &mut Peer<'_>,
    screen: &Screen,
    outcome: Outcome,
    way: Way<'_>,
    patience: Patience,
) -> Result<(), Fault> {
    let Some(Made::InviteLink(code)) = outcome.made else { return Ok(()) };
    let link = match way.page {
        Some(page) => format!("{}#{code}", page.split('#').next().unwrap_or_default()),
        None => code,
    };
    screen.answer(|| link.clone(), || json!({ "link": link }))?;
    screen.note(words::LINK_SECRET.say(screen.language));
    if way.by_file {
        screen.note(words::LINK_WITH_FILE.say(screen.language));
        return Ok(());
    }
    bring_to_relay(peer, screen, patience, words::LINK_NOT_YET).await
}

/// Syncs; when the relay is not there, `otherwise` says what that means.
async fn bring_to_relay(
    peer: &mut Peer<'_>,
    screen: &Screen,
    patience: Patience,
    otherwise: Word,
) -> Result<(), Fault> {
    peer.sync(patience).await.inspect_err(|fault| {
        if fault.exit_code() == 3 {
            screen.note(otherwise.say(screen.language));
        }
    })
}

/// Who this replica is.
pub fn say_who(peer: &Peer<'_>, screen: &Screen) -> Result<(), Fault> {
    let team = peer.team()?;
    screen.answer(
        || format!("{} · {}", team.team_name, team.my_name),
        || json!({ "team": team.team_name, "me": team.me.0.to_string(), "name": team.my_name, "role": team.role.code() }),
    )
}

/// A member of that name whom nobody has joined as: imported people are claimed, not made twice.
async fn member_without_device(peer: &mut Peer<'_>, name: &str) -> Result<Option<MemberId>, Fault> {
    let contract::View::Team(team) = peer.ask(contract::Query::Team).await? else { return Ok(None) };
    let mut waiting = team
        .members
        .iter()
        .filter(|member| !member.has_device && member.person.name.trim() == name.trim())
        .map(|member| member.person.id);
    match (waiting.next(), waiting.next()) {
        (Some(first), Some(second)) => {
            Err(Fault::Ambiguous { title: name.to_owned(), ids: vec![first.0, second.0] })
        }
        (only, _) => Ok(only),
    }
}

fn from_standard_input() -> Result<String, Fault> {
    let mut link = String::new();
    std::io::stdin()
        .read_to_string(&mut link)
        .map_err(|error| Fault::Output { path: "stdin".into(), system: error.to_string() })?;
    Ok(link)
}
