//! What a reader of RON complains of, in words for people.

use ron::Error;

use crate::Text;
use crate::check::short;

/// What is wrong with the writing of a file.
pub(super) fn said(error: &Error) -> Text {
    match error {
        Error::Eof => Text::new("文件在此中断", "the file ends here unfinished"),
        Error::ExpectedStringEnd => Text::new("引号没有闭合", "this text has no closing quote"),
        Error::UnclosedBlockComment => Text::new("注释没有结束", "this comment has no end"),
        Error::ExpectedComma => Text::new("缺少逗号", "a comma is missing"),
        Error::ExpectedMapColon => Text::new("缺少冒号", "a colon is missing"),
        Error::ExpectedString => Text::new("应为引号中的文字", "a text in quotes is expected"),
        Error::ExpectedFloat => Text::new("应为数值", "a number is expected"),
        Error::ExpectedInteger => Text::new("应为整数", "a whole number is expected"),
        Error::IntegerOutOfBounds => Text::new(
            "整数超出允许范围",
            "this whole number is outside what is allowed",
        ),
        Error::ExpectedBoolean => Text::new("应为 true 或 false", "true or false is expected"),
        Error::ExpectedArray => Text::new("应为左方括号 [", "an opening [ is expected"),
        Error::ExpectedArrayEnd => Text::new("缺少右方括号 ]", "a closing ] is missing"),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => {
            Text::new("应为左括号 (", "an opening ( is expected")
        }
        Error::ExpectedStructLikeEnd => Text::new("缺少右括号 )", "a closing ) is missing"),
        Error::TrailingCharacters => {
            Text::new("结尾之后还有内容", "something follows after the end")
        }
        Error::ExceededRecursionLimit => {
            Text::new("括号嵌套过深", "brackets are nested too deeply")
        }
        Error::NoSuchStructField {
            expected, found, ..
        } => unknown(("字段", "field"), found, expected),
        Error::NoSuchEnumVariant {
            expected, found, ..
        } => unknown(("选项", "choice"), found, expected),
        Error::MissingStructField { field, .. } => Text::new(
            format!("缺少字段 {field}"),
            format!("the field {field} is missing"),
        ),
        Error::DuplicateStructField { field, .. } => Text::new(
            format!("字段 {field} 写了两次"),
            format!("the field {field} stands twice"),
        ),
        other => {
            let said = other.to_string();
            Text::new(short(&said), short(&said))
        }
    }
}

/// There is no such `word`, in Chinese and English.
fn unknown((zh, en): (&str, &str), found: &str, expected: &[&str]) -> Text {
    let (found, listed) = (short(found), expected.join(", "));
    let listed = short(&listed);
    Text::new(
        format!("没有{zh} {found}；可用的有 {listed}"),
        format!("there is no {en} {found}; there are {listed}"),
    )
}
