//! JSON Schemas, checked by a validator that no one here wrote.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

/// A compiled schema.
pub struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    pub fn new(schema: &Value) -> Self {
        let mut compiler = Compiler::new();
        let mut schemas = Schemas::new();
        compiler.add_resource("schema.json", schema.clone()).expect("a schema");
        let index = compiler.compile("schema.json", &mut schemas).expect("a schema that compiles");
        Schema { schemas, index }
    }

    pub fn is_valid(&self, document: &Value) -> bool {
        self.schemas.validate(document, self.index).is_ok()
    }

    #[track_caller]
    pub fn accepts(&self, document: &Value, name: &str) {
        if let Err(error) = self.schemas.validate(document, self.index) {
            panic!("{name}: {error:#}");
        }
    }
}
