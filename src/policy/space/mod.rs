//! The space of requests, in pieces that policies cannot tell apart: classes of actions, regions of resources.

mod classes;
mod named;
mod new_actions;
mod product;

pub use classes::{ActionClass, all_classes, classes_among};
pub use named::Named;
pub use product::{Product, Region, STATE_CAP, TooLarge, VariableLetters};

use super::catalogue::{actions, format_parts};
use super::pattern::{Pattern, Piece, Variable};

/// What the resources of an action, in lower case, look like: one pattern a type of resource. None for an action that
/// is not known. With an account, resources of this account alone.
pub fn shapes(action: &str, account_id: Option<&str>) -> Vec<Pattern> {
    actions().resource_formats(action).map(|format| shape(format, account_id)).collect()
}

/// The pattern of a format such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
fn shape(format: &str, account_id: Option<&str>) -> Pattern {
    const RESOURCE: usize = 5;
    let mut pieces: Vec<Piece> = Vec::new();
    for (variable, text) in format_parts(format) {
        let segment = pieces.iter().filter(|piece| **piece == Piece::Char(':')).count();
        match (variable, account_id) {
            (None, _) => {}
            (Some("Account"), Some(account_id)) => pieces.extend(account_id.chars().map(Piece::Char)),
            (Some(_), _) if segment < RESOURCE => pieces.push(Piece::RunInSegment),
            (Some(_), _) => pieces.push(Piece::Run),
        }
        pieces.extend(text.chars().map(Piece::Char));
    }
    Pattern::of(pieces)
}

/// The account of examples: AWS's own for documentation.
pub const ACCOUNT: &str = "111122223333";

/// A text that the pattern matches, with a letter for each variable; nothing where that is no whole ARN.
pub fn example(pieces: &[Piece], mut letter: impl FnMut(&Variable) -> char) -> Option<String> {
    let mut text = String::new();
    let mut segment = 0;
    for piece in pieces {
        match piece {
            Piece::Char(character) => {
                segment += usize::from(*character == ':');
                text.push(*character);
            }
            Piece::One | Piece::OneInSegment => text.push('x'),
            Piece::Run | Piece::RunInSegment => text.push_str(match segment {
                1 => "aws",
                3 => "us-east-1",
                4 => ACCOUNT,
                _ => "example",
            }),
            Piece::Variable(variable) => text.push(letter(variable)),
        }
    }
    (segment >= 5).then_some(text)
}

/// What a resource looks like: `*`, or an ARN of six parts.
pub fn universe() -> [Vec<Piece>; 2] {
    let mut arn: Vec<Piece> = "arn".chars().map(Piece::Char).collect();
    for _ in 0..4 {
        arn.extend([Piece::Char(':'), Piece::RunInSegment]);
    }
    arn.extend([Piece::Char(':'), Piece::Run]);
    [vec![Piece::Char('*')], arn]
}
