//! Reading, linting and writing a policy never crashes, and the canonical text is its own canonical text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ssoscan_fuzz::policy::Document;
use ssoscan_fuzz::policy::document::lint;

fuzz_target!(|bytes: &[u8]| {
    let document = Document::parse_bytes(bytes);
    let lints = lint(&document);
    assert!(document.is_understood() || !lints.is_empty(), "what is not understood is told");
    assert!(lints.iter().all(|lint| lint.rule().is_some()), "{lints:?}");
    for statement in &document.statements {
        let (line, column) = document.position(statement.span.start);
        assert!(line > 0 && column > 0);
    }
    if document.is_understood() {
        let canonical = Document::parse(&document.canonical());
        assert!(canonical.is_understood(), "{}", canonical.text);
        assert_eq!(canonical.canonical(), canonical.text);
    }
});
