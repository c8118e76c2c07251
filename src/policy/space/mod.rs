//! The space of requests, in pieces that policies cannot tell apart: classes of actions, regions of resources.

mod classes;
mod product;

pub use classes::{ActionClass, all_classes, classes_among};
pub use product::{Product, Region, STATE_CAP, TooLarge, VariableLetters};

use super::pattern::Piece;

/// What a resource looks like: `*`, or an ARN of six parts.
pub fn universe() -> [Vec<Piece>; 2] {
    let mut arn: Vec<Piece> = "arn".chars().map(Piece::Char).collect();
    for _ in 0..4 {
        arn.extend([Piece::Char(':'), Piece::RunInSegment]);
    }
    arn.extend([Piece::Char(':'), Piece::Run]);
    [vec![Piece::Char('*')], arn]
}
