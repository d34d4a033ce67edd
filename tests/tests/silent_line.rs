//! A line that dies without a word is noticed and replaced; one that is merely quiet is kept.

use domain::member::Role;
use tongzhou_tests::{Team, check};

/// Half a minute of silence, twenty seconds for an answer, and the first waits before connecting again.
const NOTICED_MS: i64 = 55_000;

fn two() -> Team {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Salesperson);
    team
}

#[test]
fn a_dead_line_is_given_up_and_what_was_sent_into_it_is_sent_again() {
    let mut team = two();
    team.device_mut("陈静").line.die();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.let_pass(NOTICED_MS);
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
    check::converged(&team).expect("everything arrived");
}

#[test]
fn somebody_who_only_reads_notices_it_too() {
    let mut team = two();
    team.device_mut("阿明").line.die();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.let_pass(NOTICED_MS);
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
}

#[test]
fn a_relay_that_never_says_its_first_word_is_dialled_again() {
    let mut team = two();
    let chen = team.place("陈静");
    team.break_line(chen);
    team.let_pass(10);
    team.devices[chen].line.is_held = true;
    team.let_pass(1_000);
    assert!(team.devices[chen].line.connection.is_some(), "it has connected and waits for the first word");
    team.devices[chen].line.die();
    team.devices[chen].line.is_held = false;
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.let_pass(NOTICED_MS);
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
}

#[test]
fn a_quiet_line_is_kept_for_hours() {
    let mut team = two();
    team.let_pass(1_000);
    let (ming, chen) = (team.device("阿明").line.connection, team.device("陈静").line.connection);
    assert!(ming.is_some() && chen.is_some());
    team.let_pass(3 * 3_600_000);
    assert_eq!((ming, chen), (team.device("阿明").line.connection, team.device("陈静").line.connection));
}

#[test]
fn a_clock_that_jumps_costs_no_line() {
    let mut team = two();
    let chen = team.place("陈静");
    let before = team.device("陈静").line.connection;
    for ahead_ms in [3_600_000, -3_600_000, 0] {
        team.set_clock(chen, ahead_ms);
        team.let_pass(120_000);
        assert_eq!(team.device("陈静").line.connection, before);
    }
}
