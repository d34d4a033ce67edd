//! Making a wasm file smaller: what a compiler of one file can still save, and what only a debugger reads.

use crate::{node, process, workspace};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// Flags of Binaryen's `wasm-opt`. Inlining makes the download bigger (the page 1.1 KB). The first kilobyte of memory is
/// the far end of the stack, so no address that is read or written lies there. Again until nothing gets smaller: a kilobyte
/// of the worker.
const OPTIMISE: [&str; 9] =
    ["-Os", "-ocimfs", "0", "-aimfs", "0", "-fimfs", "0", "--low-memory-unused", "--converge"];

/// Let Binaryen rewrite the file. Its version is pinned by `xtask/wasm_opt/package-lock.json`; distributions have old ones
/// that make the download bigger.
pub fn optimise(file: &Path) -> Result<()> {
    node::require()?;
    let folder = workspace::root().join("xtask/wasm_opt");
    node::install_packages(&folder)?;
    let mut wasm_opt = Command::new("node");
    wasm_opt.arg(folder.join("node_modules/binaryen/bin/wasm-opt")).arg(file).arg("-o").arg(file);
    process::run(wasm_opt.args(OPTIMISE))
}

const HEADER: &[u8] = b"\0asm\x01\0\0\0";
const CUSTOM: u8 = 0;

/// Function names are a quarter of a Leptos page, and `strip` in the cargo profile would take with them the section
/// that wasm-bindgen needs: so they go last, after wasm-bindgen.
const LEFT_OUT: [&str; 2] = ["name", "producers"];

/// The same module without the custom sections that name things.
pub fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    let mut rest = module.strip_prefix(HEADER).context("not a wasm module")?;
    let mut kept = HEADER.to_vec();
    while let Some(&kind) = rest.first() {
        let (length, length_bytes) = unsigned(&rest[1..])?;
        let start = 1 + length_bytes;
        let Some(content) = rest.get(start..start + length) else { bail!("a section is cut off") };
        if kind != CUSTOM || !LEFT_OUT.contains(&custom_name(content)?) {
            kept.extend_from_slice(&rest[..start + length]);
        }
        rest = &rest[start + length..];
    }
    Ok(kept)
}

fn custom_name(content: &[u8]) -> Result<&str> {
    let (length, length_bytes) = unsigned(content)?;
    let name = content.get(length_bytes..length_bytes + length).context("a section's name is cut off")?;
    Ok(std::str::from_utf8(name)?)
}

/// A LEB128 number and how many bytes it takes.
fn unsigned(bytes: &[u8]) -> Result<(usize, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Ok((value, at + 1));
        }
    }
    bail!("a length is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(kind: u8, content: &[u8]) -> Vec<u8> {
        [&[kind, content.len() as u8], content].concat()
    }

    #[test]
    fn only_the_sections_that_name_things_are_left_out() {
        let types = section(1, b"types");
        let features = section(CUSTOM, b"\x0ftarget_features+simd");
        let names = section(CUSTOM, b"\x04namefunctions");
        let module = [HEADER, &types, &names, &features].concat();
        assert_eq!(without_names(&module).unwrap(), [HEADER, &types, &features].concat());
    }

    #[test]
    fn what_is_no_module_or_cut_off_is_refused() {
        assert!(without_names(b"<html>").is_err());
        assert!(without_names(&[HEADER, &[1, 9, 1]].concat()).is_err());
    }
}
