//! A snapshot's tables, read by two threads.

use std::borrow::Cow;
use std::sync::Mutex;
use std::thread;

use crate::ids::Ids;
use crate::rows::{self, Table};

const THREADS: usize = 2;

/// The tables by their section, and how many ids there are in all of them together.
pub struct Loaded<'t> {
    pub tables: Vec<(Cow<'t, str>, Table)>,
    pub ids: usize,
}

/// Each thread takes the next section, and while it parses that the other looks where the one after it ends. It
/// numbers ids on its own; at the end all go by the first's numbers.
pub fn load(text: &str) -> Loaded<'_> {
    let sections = Mutex::new(sonic_rs::to_object_iter(text));
    let work = || {
        let (mut ids, mut tables) = (Ids::default(), Vec::new());
        let next = || sections.lock().expect("no thread panicked").next();
        while let Some(member) = next() {
            let (section, value) = member.expect("JSON");
            let Cow::Borrowed(value) = value.as_raw_cow() else { unreachable!("a part of the text") };
            if let Some(table) = rows::table(&section, value, &mut ids) {
                tables.push((section, table));
            }
        }
        (ids, tables)
    };
    let mut threads = thread::scope(|scope| {
        let threads = [(); THREADS].map(|()| scope.spawn(work));
        threads.map(|thread| thread.join().expect("no thread panicked")).into_iter()
    });
    let (mut ids, mut tables) = threads.next().unwrap_or_default();
    for (other, its_tables) in threads {
        let numbers = ids.take_in(&other);
        for (section, mut table) in its_tables {
            table.iter_mut().flatten().for_each(|id| *id = numbers[*id as usize]);
            tables.push((section, table));
        }
    }
    Loaded { tables, ids: ids.count() }
}
