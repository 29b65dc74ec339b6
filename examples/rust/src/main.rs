use std::io::{read_to_string, stdin};

fn main() -> std::io::Result<()> {
    println!("{}", count_words::count_words(&read_to_string(stdin())?));
    Ok(())
}
