//! The actions of AWS's services: `actions.txt.zst`.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Origin, lines, text_of};

/// What an action does, as AWS's service reference says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It lists what there is.
    List,
    /// It reads.
    Read,
    /// It changes tags alone.
    Tagging,
    /// It changes things.
    Write,
    /// It changes who may do what.
    PermissionManagement,
}

impl Level {
    fn parse(letter: &str) -> Self {
        match letter {
            "L" => Level::List,
            "R" => Level::Read,
            "T" => Level::Tagging,
            "P" => Level::PermissionManagement,
            _ => Level::Write,
        }
    }

    /// AWS's words.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::List => "List",
            Level::Read => "Read",
            Level::Tagging => "Tagging",
            Level::Write => "Write",
            Level::PermissionManagement => "Permissions management",
        }
    }
}

/// One action.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// `s3:GetObject`
    pub name: &'static str,
    /// The same in lower case.
    pub lower: &'static str,
    /// What it does.
    pub level: Level,
    /// It reads or writes what customers store. False also where AWS does not say.
    pub is_data_plane: bool,
    /// The types of resource it can be restricted to, with commas; none: it takes only Resource `*`.
    resource_types: &'static str,
}

impl Action {
    /// The types of resource it can be restricted to, with commas.
    pub fn resource_types_text(&self) -> &'static str {
        self.resource_types
    }

    /// The types of resource it can be restricted to.
    pub fn resource_types(&self) -> impl Iterator<Item = &'static str> {
        self.resource_types.split(',').filter(|name| !name.is_empty())
    }

    /// True where it cannot be restricted to a resource.
    pub fn takes_only_star(&self) -> bool {
        self.resource_types.is_empty()
    }
}

/// All actions, sorted by name in lower case.
pub struct ActionCatalogue {
    origin: Origin,
    actions: Vec<Action>,
    places: FxHashMap<&'static str, usize>,
    services: FxHashMap<&'static str, Range<usize>>,
    formats: FxHashMap<(&'static str, &'static str), Vec<&'static str>>,
}

/// The embedded catalogue.
pub fn actions() -> &'static ActionCatalogue {
    static CATALOGUE: OnceLock<ActionCatalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| ActionCatalogue::read(text_of(include_bytes!("actions.txt.zst"))))
}

impl ActionCatalogue {
    fn read(text: &'static str) -> Self {
        // Names in two spellings, each in one text, so that a name is a slice.
        let mut names = String::with_capacity(text.len());
        let mut spans = Vec::new();
        let mut formats: FxHashMap<_, Vec<&'static str>> = FxHashMap::default();
        let mut service = "";
        for line in lines(text) {
            let mut fields = line.split('\t');
            let kind = fields.next().unwrap_or_default();
            let name = fields.next().unwrap_or_default();
            match kind {
                "S" => service = name,
                "R" => {
                    formats.insert((service, name), fields.collect());
                }
                "A" => {
                    let start = names.len();
                    names.push_str(service);
                    names.push(':');
                    names.push_str(name);
                    let mut field = || fields.next().unwrap_or_default();
                    spans.push((start..names.len(), Level::parse(field()), field() == "D", field()));
                }
                _ => {}
            }
        }
        let names: &'static str = names.leak();
        let lower: &'static str = names.to_ascii_lowercase().leak();
        let mut actions: Vec<Action> = spans
            .into_iter()
            .map(|(span, level, is_data_plane, resource_types)| Action {
                name: names.get(span.clone()).unwrap_or_default(),
                lower: lower.get(span).unwrap_or_default(),
                level,
                is_data_plane,
                resource_types,
            })
            .collect();
        actions.sort_by_key(|action| action.lower);
        let places = actions.iter().enumerate().map(|(place, action)| (action.lower, place)).collect();
        let mut services: FxHashMap<&'static str, Range<usize>> = FxHashMap::default();
        for (place, action) in actions.iter().enumerate() {
            services.entry(service_of(action.lower)).or_insert(place..place).end = place + 1;
        }
        ActionCatalogue { origin: Origin::of(text), actions, places, services, formats }
    }

    /// Where it comes from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// How many actions it has.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// True where it could not be read.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// All actions, sorted.
    pub fn all(&self) -> &[Action] {
        &self.actions
    }

    /// The place of an action, by its name in lower case.
    pub fn place(&self, action: &str) -> Option<usize> {
        self.places.get(action).copied()
    }

    /// An action, by its name in lower case.
    pub fn find(&self, action: &str) -> Option<&Action> {
        self.place(action).and_then(|place| self.actions.get(place))
    }

    /// The places of a service's actions.
    pub fn service(&self, service: &str) -> Option<Range<usize>> {
        self.services.get(service).cloned()
    }

    /// True for a known action that cannot be restricted to a resource: only Resource `*` grants it.
    pub fn takes_only_star(&self, action: &str) -> bool {
        self.find(action).is_some_and(Action::takes_only_star)
    }

    /// The ARN formats of the resources that an action can be restricted to.
    pub fn resource_formats(&self, action: &str) -> impl Iterator<Item = &'static str> {
        let found = self.find(action);
        let types = found.map_or("", |action| action.resource_types).split(',');
        let service = found.map_or("", |action| service_of(action.name));
        types.filter_map(move |name| self.formats.get(&(service, name))).flatten().copied()
    }
}

/// What stands before the colon.
pub fn service_of(action: &str) -> &str {
    action.split_once(':').map_or(action, |(service, _)| service)
}
