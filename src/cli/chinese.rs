//! The command line's help and errors in Chinese.

use std::error::Error as _;
use std::num::{ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::values::WrongValue;

/// Help texts by the path of command and argument.
const TEXTS: &[(&str, &str)] = &[
    ("taiqu", "低压台区数字孪生"),
    ("taiqu.json", "在标准输出给出机器可读的结果"),
    ("taiqu.lang", "界面与文字的语言"),
    ("view", "打开三维界面"),
    ("view.scenario", "场景文件；缺省为村庄夏夜"),
    ("shot", "离屏渲染一张画面，含控制台"),
    ("shot.scenario", "场景文件"),
    ("shot.at", "距场景开始的时间，如 2h30m"),
    ("shot.out", "输出图片"),
    ("shot.size", "像素宽高"),
    ("shot.view", "相机位置：home、top 或某个编号"),
    ("shot.overlay", "给网络着色的量"),
    ("shot.select", "选中的对象"),
    ("shot.list", "显示的列表；缺省由情况决定"),
    ("shot.instructor", "显示真实情况，如教员所见"),
    ("shot.look", "运行灰度风格，或自然色展示风格"),
    ("check", "校验线路、台区、场景和目录文件"),
    ("check.files", "要校验的文件"),
    ("trace", "追溯到电源，或列出下游的一切"),
    ("trace.area", "台区或线路文件"),
    ("trace.id", "编号，或 kind:id，或 area/kind:id"),
    ("trace.up", "向上追溯到电源"),
    ("trace.down", "列出下游的设备与用户"),
    ("solve", "台区潮流：一个时刻或一个序列"),
    ("solve.area", "台区文件"),
    ("solve.at", "取该时刻的负荷曲线，如 09:26"),
    ("solve.csv", "把电压写成 CSV"),
    ("solve.profiles", "各负荷各时步的 kW，CSV，首行为负荷编号"),
    ("solve.steps", "计算的时步数；缺省为全部"),
    ("solve.step", "--csv 写出的时步，从 1 起"),
    ("solve.output", "每个时步保留的电压"),
    ("solve.threads", "线程数；缺省为全部核"),
    ("solve.tolerance", "末次迭代电压最大变化，标幺"),
    ("solve.loads", "负荷模型：按文件，或去掉电压限带"),
    ("solve.no_anti_float", "不计变压器防浮空导纳"),
    ("short-circuit", "各节点各类型的短路电流"),
    ("short-circuit.area", "台区文件"),
    ("short-circuit.fault_ohm", "故障点电阻，Ω"),
    ("short-circuit.loads", "负荷：不计，或按额定功率折算为阻抗"),
    (
        "short-circuit.iec60909",
        "按 IEC 60909-0 计算最大或最小短路电流，含峰值",
    ),
    ("short-circuit.conductor_c", "计算最小电流时的导体温度，°C"),
    (
        "short-circuit.voltage_tolerance",
        "低压允许偏差，由此选取电压系数",
    ),
    (
        "short-circuit.selectivity",
        "列出可能与下级同时断开的熔断器和断路器",
    ),
    (
        "short-circuit.clearing",
        "把每个短路由谁最先断开、何时断开写成 CSV",
    ),
    ("short-circuit.csv", "把电流写成 CSV"),
    ("import", "从其他程序转换"),
    ("import.format", "来源程序"),
    ("import.master", "主文件"),
    ("import.out", "要写的台区文件"),
    ("generate", "生成一个像样的网络"),
    ("generate.style", "地方的类型"),
    ("generate.customers", "每个台区的用户数"),
    ("generate.seed", "随机种子"),
    (
        "generate.areas",
        "一条线路上的台区数；写成含线路、台区和场景的文件夹",
    ),
    ("generate.out", "要写的文件；有 --areas 时为文件夹"),
    ("fleet", "整批台区的潮流，读数取自 Parquet 文件"),
    ("fleet.areas", "台区文件所在文件夹"),
    ("fleet.generate", "改为虚构的台区数，连同读数"),
    ("fleet.customers", "每个虚构台区的用户数"),
    (
        "fleet.readings",
        "读数文件夹，每台区一个 <台区>.parquet；缺省为台区文件夹下的 readings",
    ),
    ("fleet.steps", "每天的时步数"),
    ("fleet.threads", "线程数；缺省为全部核"),
    ("fleet.out", "结果文件夹；中断的计算在此继续"),
    ("harden", "加固措施在场景的风暴中每元能少停多少"),
    ("harden.scenario", "场景文件，须有极端天气"),
    (
        "harden.reinforce",
        "风险最高的若干基电杆，换高一级并加固基础",
    ),
    ("harden.trim", "对线路威胁最大的若干棵树，修剪"),
    ("harden.raise_cabinets", "水会淹到的若干台箱柜，加高基础"),
    ("harden.cable", "改为电缆入地的架空线段"),
    ("harden.costs", "单价的 RON 文件，代替假定的单价"),
    (
        "harden.runs",
        "风暴场数，各在现状与加固后的网络上演练：随机种子从场景的依次加一",
    ),
    ("harden.threads", "线程数；缺省为全部核"),
    (
        "harden.operations",
        "组织方式，代替场景中的设定：siloed（营配分设）、command-centre（指挥中心）、grid-team（网格化团队）",
    ),
    ("harden.out", "结果文件夹；缺省为 taiqu-out/harden-<场景>"),
    ("rehearse", "无窗口运行场景并出报告"),
    ("rehearse.scenario", "场景文件"),
    ("rehearse.seed", "代替场景中的随机种子"),
    (
        "rehearse.operations",
        "组织方式，代替场景中的设定：siloed（营配分设）、command-centre（指挥中心）、grid-team（网格化团队）；all 为三种对比",
    ),
    ("rehearse.runs", "演练次数：随机种子从此依次加一"),
    ("rehearse.threads", "多次演练所用线程数；缺省为全部核"),
    (
        "rehearse.snapshot",
        "在该时刻把状态存入 snapshot 文件，如 2h30m",
    ),
    (
        "rehearse.resume",
        "从该快照继续；快照须与其演练的日志放在一起",
    ),
    (
        "rehearse.out",
        "报告与日志的文件夹；缺省为 taiqu-out/<场景>",
    ),
    ("replay", "重放一次记录并逐字节比较"),
    ("replay.dir", "记录所在文件夹"),
    ("replay.to", "到此时刻为止"),
    ("journal", "日志工具"),
    ("cat", "以 JSON 行打印日志"),
    ("cat.file", "日志文件"),
];

fn text(path: &str) -> Option<&'static str> {
    let (_, text) = TEXTS.iter().find(|(known, _)| *known == path)?;
    Some(text)
}

/// The same command line with Chinese help.
pub fn translate(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let mut command = command
        .help_template("{about}\n\n用法：{usage}\n\n{all-args}")
        .subcommand_help_heading("命令")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(shown('h', "help", ArgAction::Help).help("显示帮助"));
    if command.get_version().is_some() {
        command = command.arg(shown('V', "version", ArgAction::Version).help("显示版本"));
    }
    if let Some(about) = text(&name) {
        command = command.about(about);
    }
    command
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                "参数"
            } else {
                "选项"
            };
            let path = format!("{name}.{}", arg.get_id());
            let shared = format!("taiqu.{}", arg.get_id());
            match text(&path).or_else(|| text(&shared)) {
                Some(help) => arg.help(help).help_heading(heading),
                None => arg.help_heading(heading),
            }
        })
        .mut_subcommands(translate)
}

fn shown(short: char, long: &'static str, action: ArgAction) -> Arg {
    Arg::new(long).short(short).long(long).action(action)
}

/// Help or version, with the words that the parser writes by itself in Chinese.
pub fn answer(error: &Error) -> String {
    [
        ("[OPTIONS]", "[选项]"),
        ("[COMMAND]", "[命令]"),
        ("<COMMAND>", "<命令>"),
        ("[possible values: ", "[可取 "),
        ("[default: ", "[缺省 "),
    ]
    .iter()
    .fold(error.to_string(), |text, (en, zh)| text.replace(en, zh))
}

/// Why a value is wrong.
fn reason(error: &Error) -> String {
    match error.source() {
        None => String::new(),
        Some(cause) => match cause.downcast_ref::<WrongValue>() {
            Some(wrong) => format!("：{}", wrong.zh),
            None if cause.is::<ParseIntError>() => "：要写不带正负号的整数".to_owned(),
            None if cause.is::<ParseFloatError>() => "：要写数字，如 0.001".to_owned(),
            None => format!("：{cause}"),
        },
    }
}

/// A wrong call, said in Chinese.
pub fn explain(error: &Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::MissingRequiredArgument => format!("缺少必需的 {argument}"),
        ErrorKind::MissingSubcommand => "缺少子命令".to_owned(),
        ErrorKind::ArgumentConflict => format!("{argument} 与其他选项冲突"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let allowed = context(ContextKind::ValidValue);
            let hint = if allowed.is_empty() {
                String::new()
            } else {
                format!("；可取 {allowed}")
            };
            format!("{argument} 的值“{value}”不对{}{hint}", reason(error))
        }
        _ => return error.to_string(),
    };
    format!("错误：{what}\n用 taiqu --lang zh --help 查看用法")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Args;

    fn paths(command: &Command, found: &mut Vec<String>) {
        let name = command.get_name();
        found.push(name.to_owned());
        let own = command
            .get_arguments()
            .filter(|arg| !["help", "version"].contains(&arg.get_id().as_str()))
            .map(|arg| format!("{name}.{}", arg.get_id()));
        found.extend(own);
        for inner in command.get_subcommands() {
            paths(inner, found);
        }
    }

    #[test]
    fn every_command_and_argument_has_chinese_help() {
        let mut found = Vec::new();
        paths(&Args::command(), &mut found);
        let missing: Vec<_> = found.iter().filter(|path| text(path).is_none()).collect();
        assert!(missing.is_empty(), "without Chinese help: {missing:?}");
        let stale: Vec<_> = TEXTS
            .iter()
            .filter(|(path, _)| !found.iter().any(|f| f == path))
            .filter(|(path, _)| cfg!(feature = "fleet") || !path.starts_with("fleet"))
            .collect();
        assert!(stale.is_empty(), "no longer there: {stale:?}");
    }

    #[test]
    fn a_wrong_call_is_explained() {
        let error = translate(Args::command())
            .try_get_matches_from(["taiqu", "check", "--bogus"])
            .expect_err("there is no such option");
        assert!(explain(&error).contains("--bogus"));
        for (words, expected) in [
            (
                "taiqu generate --style town --customers x --out y",
                "要写不带正负号的整数",
            ),
            ("taiqu shot a.ron --at 9 --out b.png", "2h30m"),
        ] {
            let error = translate(Args::command())
                .try_get_matches_from(words.split(' '))
                .expect_err("the value is wrong");
            assert!(explain(&error).contains(expected), "{}", explain(&error));
        }
    }

    #[test]
    fn help_has_no_english_words_of_the_parser() {
        for words in ["taiqu -h", "taiqu shot -h", "taiqu journal --help"] {
            let error = translate(Args::command())
                .try_get_matches_from(words.split(' '))
                .expect_err("help is asked for");
            let help = answer(&error);
            for word in [
                "Print", "Options", "OPTIONS", "Commands", "COMMAND", "default",
            ] {
                assert!(!help.contains(word), "{word} in {help}");
            }
        }
    }
}
