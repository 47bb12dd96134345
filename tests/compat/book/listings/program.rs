use std::env;

// ANCHOR: greet
fn greet(name: &str) {
    println!("Hello, {name}!");
}
// ANCHOR_END: greet

fn main() {
    greet(&env::args().nth(1).unwrap_or_default());
}
