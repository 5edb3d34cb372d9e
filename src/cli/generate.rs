//! `taiqu generate`: plausible places, seeded.

use std::process::ExitCode;

use serde::Serialize;
use taiqu_grid::{RawArea, Text, generate};

use super::args::{GenerateArgs, Style};
use super::output::{Failure, Output};
use super::{Outcome, unwritable, write, written};

/// Sizes for which places are laid out; a transformer feeds no more.
const CUSTOMERS: std::ops::RangeInclusive<u32> = 10..=400;

/// Areas that one line can carry.
const AREAS: std::ops::RangeInclusive<u32> = 1..=100;

#[derive(Serialize)]
struct Generated {
    out: String,
    nodes: usize,
    customers: usize,
}

/// Makes the place that `args` ask for and writes its area file.
pub fn run(args: &GenerateArgs, output: Output) -> Outcome {
    check_customers(args.customers)?;
    if let Some(areas) = args.areas {
        return folder(args, areas, output);
    }
    let area = place(args);
    write(&args.out, written(&area)?.as_bytes())?;
    let made = Generated {
        out: args.out.display().to_string(),
        nodes: area.nodes.len(),
        customers: area.customers.len(),
    };
    let Generated {
        out,
        nodes,
        customers,
    } = &made;
    let said = Text::new(
        format!("{out}：{nodes} 个节点，{customers} 个用户"),
        format!("{out}: {nodes} nodes, {customers} customers"),
    );
    output.result(&made, said.get(output.lang));
    Ok(ExitCode::SUCCESS)
}

/// Refuses sizes for which no place is laid out.
pub fn check_customers(customers: u32) -> Result<(), Failure> {
    if CUSTOMERS.contains(&customers) {
        return Ok(());
    }
    let (least, most) = CUSTOMERS.into_inner();
    Err(Failure::Call(Text::new(
        format!("--customers 应在 {least} 到 {most} 之间"),
        format!("--customers must lie between {least} and {most}"),
    )))
}

#[derive(Serialize)]
struct Folder {
    out: String,
    files: Vec<String>,
}

/// Writes line, areas and scenario into a folder.
fn folder(args: &GenerateArgs, areas: u32, output: Output) -> Outcome {
    if !AREAS.contains(&areas) {
        let (least, most) = AREAS.into_inner();
        return Err(Failure::Call(Text::new(
            format!("--areas 应在 {least} 到 {most} 之间"),
            format!("--areas must lie between {least} and {most}"),
        )));
    }
    let style = match args.style {
        Style::Village => generate::Style::Village,
        Style::Town => generate::Style::Town,
        Style::Estate => generate::Style::Estate,
    };
    let files = generate::folder(style, areas, args.customers, args.seed)
        .map_err(|error| unwritable("", &error))?;
    let mut made = Folder {
        out: args.out.display().to_string(),
        files: Vec::new(),
    };
    for (name, text) in files {
        let path = args.out.join(&name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| Failure::file(parent, &error))?;
        }
        write(&path, text.as_bytes())?;
        made.files.push(name);
    }
    output.result(&made, &made.files.join("\n"));
    Ok(ExitCode::SUCCESS)
}

fn place(args: &GenerateArgs) -> RawArea {
    match args.style {
        Style::Village => generate::village(args.customers, args.seed),
        Style::Town => generate::town(args.customers, args.seed),
        Style::Estate => generate::estate(args.customers, args.seed),
    }
}
