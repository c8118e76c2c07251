//! What a loader needs of the rows of a snapshot, section by section.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use crate::ids::Ids;

/// Columns of ids as numbers, all of one length.
pub type Table = Vec<Vec<u32>>;

/// The table of a section; of one that is not loaded nothing.
pub fn table<'t>(section: &str, text: &'t str, ids: &mut Ids) -> Option<Table> {
    Some(match section {
        "account_assignments" => read(text, ids, |row: Assignment<'t>| {
            [row.account_id, row.permission_set_arn, row.principal_type, row.principal_id]
        }),
        "permission_set_provisioning" => read(text, ids, |row: Provisioned<'t>| {
            [row.permission_set_arn, row.account_id, row.provisioning_status.unwrap_or_default()]
        }),
        "group_memberships" => read(text, ids, |row: Membership<'t>| [row.group_id, row.user_id]),
        "users" => read(text, ids, |row: User<'t>| [row.user_id]),
        "groups" => read(text, ids, |row: Group<'t>| [row.group_id]),
        "accounts" => read(text, ids, |row: Account<'t>| [row.id]),
        "permission_sets" => read(text, ids, |row: PermissionSet<'t>| [row.permission_set_arn]),
        _ => return None,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Assignment<'t> {
    account_id: &'t str,
    permission_set_arn: &'t str,
    principal_type: &'t str,
    principal_id: &'t str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Provisioned<'t> {
    permission_set_arn: &'t str,
    account_id: &'t str,
    provisioning_status: Option<&'t str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "a loader needs the rest too, and so it is parsed")]
struct Membership<'t> {
    group_id: &'t str,
    user_id: &'t str,
    membership_id: Option<&'t str>,
    created_at: Option<&'t str>,
}

macro_rules! named {
    ($row:ident, $id:ident, $name:ident) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        #[allow(dead_code, reason = "a loader needs the name, and so it is parsed")]
        struct $row<'t> {
            $id: &'t str,
            #[serde(borrow)]
            $name: Option<Cow<'t, str>>,
        }
    };
}

named!(User, user_id, user_name);
named!(Group, group_id, display_name);
named!(Account, id, name);
named!(PermissionSet, permission_set_arn, name);

/// Reads rows one after the other and keeps the numbers of their ids alone.
fn read<'t, R: Deserialize<'t>, const N: usize>(
    text: &'t str,
    ids: &mut Ids,
    ids_of: fn(R) -> [&'t str; N],
) -> Table {
    let mut columns = [const { Vec::new() }; N];
    let place = |row: R| {
        for (column, id) in columns.iter_mut().zip(ids_of(row)) {
            column.push(ids.number(id));
        }
    };
    let mut parser = sonic_rs::Deserializer::from_str(text);
    parser.deserialize_seq(Each(place, PhantomData)).expect("a list of rows");
    columns.into()
}

/// Does something with each row of a list.
struct Each<F, R>(F, PhantomData<R>);

impl<'t, R: Deserialize<'t>, F: FnMut(R)> Visitor<'t> for Each<F, R> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'t>>(mut self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element()? {
            (self.0)(row);
        }
        Ok(())
    }
}
