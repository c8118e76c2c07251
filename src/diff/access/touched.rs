//! Where a walk needs to look: the paths of most people are as they were, and are never put together.

use rayon::prelude::*;

use super::edits::Edits;
use super::half::Half;
use crate::access::{EffectiveAccess, Pair, Status};

/// The pairs that are not as they were, or to which something leads that is not.
pub struct Touched<'t> {
    old: &'t EffectiveAccess<'t>,
    new: &'t EffectiveAccess<'t>,
    edits: &'t Edits,
    /// Those of each group; nothing where its own status is another, so that all of its pairs are.
    of_group: Vec<Option<Pairs>>,
}

/// Pairs that are to be looked at, sorted.
#[derive(Default)]
pub struct Pairs {
    /// They are something else now, and a path works on both sides: no other path needs to be looked at.
    pub edited: Vec<Pair>,
    /// All others.
    pub open: Vec<Pair>,
}

/// What a principal has, sorted.
type Held<'h> = &'h [(Pair, Status)];

impl<'t> Touched<'t> {
    /// Of two sides.
    pub fn new(old: &'t Half<'t>, new: &'t Half<'t>, edits: &'t Edits) -> Self {
        let (old, new) = (&old.access, &new.access);
        let of_group = |group: u32| {
            let status = new.group_status(group);
            (old.group_status(group) == status).then(|| {
                let mut pairs = Pairs::default();
                pairs.add([old.held_by_group(group), new.held_by_group(group)], edits, status);
                pairs
            })
        };
        let of_group = new.groups.places().into_par_iter().map(of_group).collect();
        Touched { old, new, edits, of_group }
    }

    /// Those of a user: `pairs` is emptied first.
    pub fn pairs_of(&self, user: u32, pairs: &mut Pairs) {
        let Touched { old, new, edits, of_group } = self;
        pairs.edited.clear();
        pairs.open.clear();
        let status = new.user_status(user);
        let is_as_it_was = old.user_status(user) == status;
        let held = [old.held_by_user(user), new.held_by_user(user)];
        match is_as_it_was {
            true => pairs.add(held, edits, status),
            false => pairs.add_all(held),
        }
        let (mut before, mut after) = (old.groups_of(user), new.groups_of(user));
        while let Some(group) = [before.first(), after.first()].into_iter().flatten().copied().min() {
            let [was, is] = [take(&mut before, group), take(&mut after, group)];
            let touched = of_group.get(group as usize).and_then(Option::as_ref);
            match touched.filter(|_| is_as_it_was && was && is) {
                Some(touched) => {
                    let edited = if status.may_work() { &mut pairs.edited } else { &mut pairs.open };
                    edited.extend(&touched.edited);
                    pairs.open.extend(&touched.open);
                }
                None => {
                    let of_side = |is_member, held: Held<'t>| if is_member { held } else { &[][..] };
                    pairs.add_all([
                        of_side(was, old.held_by_group(group)),
                        of_side(is, new.held_by_group(group)),
                    ]);
                }
            }
        }
        let Pairs { edited, open } = pairs;
        edited.sort_unstable();
        edited.dedup();
        open.sort_unstable();
        open.dedup();
        open.retain(|pair| edited.binary_search(pair).is_err());
    }
}

impl Pairs {
    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.edited.is_empty() && self.open.is_empty()
    }

    /// Adds those that are not had alike on both sides, and those that are something else now. `status` is what the
    /// principal brings to the status of their paths.
    fn add(&mut self, [mut before, mut after]: [Held; 2], edits: &Edits, status: Status) {
        while let Some(pair) = [before.first(), after.first()].into_iter().flatten().map(|held| held.0).min()
        {
            let [was, is] = [take_held(&mut before, pair), take_held(&mut after, pair)];
            if was != is {
                self.open.push(pair);
            } else if edits.of(pair).is_some() {
                let works = is.is_some_and(|is| is.min(status).may_work());
                if works { &mut self.edited } else { &mut self.open }.push(pair);
            }
        }
    }

    fn add_all(&mut self, held: [Held; 2]) {
        self.open.extend(held.into_iter().flatten().map(|(pair, _)| *pair));
    }
}

/// Takes a group off the front of a sorted list, and tells whether it was there.
fn take(groups: &mut &[u32], group: u32) -> bool {
    match groups.split_first() {
        Some((first, rest)) if *first == group => {
            *groups = rest;
            true
        }
        _ => false,
    }
}

/// Takes a pair off the front of a sorted list, and tells how it is had.
fn take_held(held: &mut Held, pair: Pair) -> Option<Status> {
    match held.split_first() {
        Some(((first, status), rest)) if *first == pair => {
            *held = rest;
            Some(*status)
        }
        _ => None,
    }
}
