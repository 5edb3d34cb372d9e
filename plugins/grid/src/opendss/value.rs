//! Values of parameters: numbers, expressions, arrays, matrices, yes and no.

use crate::Text;

use super::lexer;

/// The text of a value, and whether it stood in quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// The text without quotes.
    pub text: String,
    /// Whether it was quoted, so that a number may be an expression.
    pub quoted: bool,
}

impl Value {
    /// A value without quotes.
    pub fn bare(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            quoted: false,
        }
    }

    /// A number; if quoted, an expression in reverse Polish notation.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn number(&self) -> Result<f64, Text> {
        let number = if self.quoted {
            evaluate(&self.text)?
        } else {
            parse(&self.text)?
        };
        if number.is_finite() {
            Ok(number)
        } else {
            Err(not_a_number(&self.text))
        }
    }

    /// All numbers of an array, row by row.
    ///
    /// # Errors
    /// The first element that is not a number.
    pub fn numbers(&self) -> Result<Vec<f64>, Text> {
        lexer::rows(&self.text)
            .iter()
            .flatten()
            .map(Self::number)
            .collect()
    }

    /// All words of an array.
    pub fn words(&self) -> Vec<String> {
        let rows = lexer::rows(&self.text);
        rows.into_iter().flatten().map(|word| word.text).collect()
    }

    /// A symmetric matrix of the given order from its full rows or its lower
    /// triangle; where both triangles are given the lower one holds.
    ///
    /// # Errors
    /// A wrong number of elements, or the first that is not a number.
    pub fn matrix(&self, order: usize) -> Result<Vec<Vec<f64>>, Text> {
        let rows = lexer::rows(&self.text);
        let is_full = rows.iter().all(|row| row.len() == order);
        let is_triangle = rows.iter().enumerate().all(|(i, row)| row.len() == i + 1);
        if rows.len() != order || !(is_full || is_triangle) {
            return Err(Text::new(
                format!("矩阵应有 {order} 行（整行或下三角）"),
                format!("the matrix must have {order} rows, full or lower triangle"),
            ));
        }
        let mut matrix = vec![vec![0.0; order]; order];
        for (i, row) in rows.iter().enumerate() {
            for (j, element) in row.iter().enumerate() {
                let number = element.number()?;
                matrix[i][j] = number;
                matrix[j][i] = number;
            }
        }
        Ok(matrix)
    }

    /// Yes (or true) against everything else.
    pub fn is_yes(&self) -> bool {
        matches!(self.initial(), Some('y' | 't'))
    }

    /// The first letter, in lower case.
    pub fn initial(&self) -> Option<char> {
        self.text.chars().next().map(|c| c.to_ascii_lowercase())
    }

    /// The text in lower case.
    pub fn lower(&self) -> String {
        self.text.trim().to_lowercase()
    }
}

fn not_a_number(text: &str) -> Text {
    Text::new(
        format!("“{text}”不是数"),
        format!("`{text}` is not a number"),
    )
}

fn parse(text: &str) -> Result<f64, Text> {
    text.trim().parse().map_err(|_| not_a_number(text))
}

/// Evaluates an expression in reverse Polish notation; angles are degrees.
fn evaluate(text: &str) -> Result<f64, Text> {
    let mut stack = Vec::new();
    for word in text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
    {
        if let Ok(number) = word.parse::<f64>() {
            stack.push(number);
        } else if !step(&mut stack, &word.to_lowercase()) {
            return Err(not_a_number(text));
        }
    }
    match stack.as_slice() {
        [number] => Ok(*number),
        _ => Err(not_a_number(text)),
    }
}

/// Applies one operator; false if it is unknown or an operand is missing.
fn step(stack: &mut Vec<f64>, word: &str) -> bool {
    if word == "pi" {
        stack.push(std::f64::consts::PI);
        return true;
    }
    let Some(x) = stack.pop() else { return false };
    let unary = match word {
        "sqr" => Some(x * x),
        "sqrt" => Some(x.sqrt()),
        "inv" => Some(1.0 / x),
        "sin" => Some(x.to_radians().sin()),
        "cos" => Some(x.to_radians().cos()),
        "tan" => Some(x.to_radians().tan()),
        "asin" => Some(x.asin().to_degrees()),
        "acos" => Some(x.acos().to_degrees()),
        "atan" => Some(x.atan().to_degrees()),
        "ln" => Some(x.ln()),
        "log10" => Some(x.log10()),
        "exp" => Some(x.exp()),
        _ => None,
    };
    if let Some(result) = unary {
        stack.push(result);
        return true;
    }
    let Some(y) = stack.pop() else { return false };
    stack.push(match word {
        "+" => y + x,
        "-" => y - x,
        "*" => y * x,
        "/" => y / x,
        "^" => y.powf(x),
        "atan2" => y.atan2(x).to_degrees(),
        _ => return false,
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, quoted: bool) -> Value {
        Value {
            text: text.to_owned(),
            quoted,
        }
    }

    #[test]
    fn numbers_and_expressions() {
        assert_eq!(value("1e3", false).number(), Ok(1000.0));
        assert_eq!(value(".5", false).number(), Ok(0.5));
        assert_eq!(value("0.4 3 sqrt /", true).number(), Ok(0.4 / 3f64.sqrt()));
        assert_eq!(value("-2", true).number(), Ok(-2.0));
        for text in ["", "1 2", "+", "3 *", "1 0 /", "x"] {
            assert!(value(text, true).number().is_err(), "{text}");
        }
        for text in ["", "nan", "inf", "1.2.3", "1 2 *"] {
            assert!(value(text, false).number().is_err(), "{text}");
        }
    }

    #[test]
    fn matrices_full_and_triangular() {
        let triangle = value("1 | 2 3 | 4 5 6", true).matrix(3);
        let full = value("1 2 4 | 2 3 5 | 4 5 6", true).matrix(3);
        assert_eq!(triangle, full);
        let lower_holds = value("1 9 | 2 3", true).matrix(2);
        assert_eq!(lower_holds, Ok(vec![vec![1.0, 2.0], vec![2.0, 3.0]]));
        assert!(value("1 2 | 3", true).matrix(2).is_err());
        assert!(value("1 | 2 3", true).matrix(3).is_err());
    }
}
