//! The formats of resources: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.

/// The texts of a format, each with the variable before it; the first has none.
pub fn format_parts(format: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    format.split("${").enumerate().map(|(place, part)| match place {
        0 => (None, part),
        _ => part.split_once('}').map_or((Some(part), ""), |(variable, text)| (Some(variable), text)),
    })
}

/// A format with values for its variables.
pub fn filled<'v>(format: &str, value: impl Fn(&str) -> &'v str) -> String {
    format_parts(format).flat_map(|(variable, text)| [variable.map_or("", &value), text]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_filled() {
        let value = |variable: &str| if variable == "Account" { "1" } else { "x" };
        assert_eq!(filled("arn:aws:sns:${Region}:${Account}:${Topic}", value), "arn:aws:sns:x:1:x");
        assert_eq!(filled("*", value), "*");
        assert_eq!(filled("${a}${b", value), "xx");
    }
}
