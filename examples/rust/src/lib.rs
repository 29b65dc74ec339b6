/// How many words a text has.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn counts_words() {
        assert_eq!(count_words("one  two\nthree"), 3);
        assert_eq!(count_words(""), 0);
    }
}
