//! The project's own commands: `cargo xtask run | dist | test | shots | bench | fuzz`. Each sets up what it needs.

mod bench;
mod browser;
mod fuzz;
mod node;
mod policy;
mod precache;
mod process;
mod run;
mod site;
mod size;
mod tally;
mod test;
mod tools;
mod wasm;
mod workspace;

use anyhow::{Context, Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run [--port 8787] [--data DIR]   build the app and its relay, serve both on http://127.0.0.1:PORT
  dist                             build the site into dist/ (any static host, any sub-path)
  test [STAGE…]                    set up and check everything, or only the named stages:
                                   format, lint, native, made-up, doc, node, web, size, browser
  browser [FILE…]                  only the browser tests whose file names contain one of the words,
                                   against the site in dist/ (built when absent)
  shots                            a picture of every screen, in target/shots
  icons                            draw the pictures of the app in public/ from icon.svg
  bench [--quick] [--rows A,B]     measure the budget table, at full speed and slow
  bench relay [--quick] [--runs N] [--alone]
                                   the relay under load, beside Automerge's sync server
  fuzz [TARGET…] [--seconds 600] [--keep]
                                   draw bytes for everything that reads outside bytes, each so long (nightly);
                                   --keep adds what led somewhere new to fuzz/corpus
  setup                            only install what is missing
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match dispatch(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result<()> {
    match command {
        "run" => {
            let port = option(rest, "--port")?.map_or(Ok(8787), |port| port.parse()).context("--port")?;
            run::run(port, option(rest, "--data")?.map(Into::into))
        }
        "dist" => site::build().map(|_| println!("the site is in {}", workspace::dist().display())),
        "test" => test::run(rest),
        "browser" => test::browser(rest),
        "shots" => browser::shots(),
        "icons" => browser::icons(),
        "bench" => bench::run(rest),
        "fuzz" => fuzz::run(rest),
        "setup" => {
            tools::web_path()?;
            tools::set_up_proxies();
            browser::Browser::set_up().map(|_| ())
        }
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

/// The value that follows `name`, if it is there.
fn option(arguments: &[String], name: &str) -> Result<Option<String>> {
    match arguments.iter().position(|argument| argument == name) {
        None => Ok(None),
        Some(at) => {
            let value = arguments.get(at + 1).with_context(|| format!("{name} wants a value"))?;
            Ok(Some(value.clone()))
        }
    }
}
