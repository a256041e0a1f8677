import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `//! fn no() {
use std::fmt;

/* outer /* fn no() { */ { */
pub trait Priced {
    fn price(&self) -> u32;
    fn tax(&self) -> u32 {
        1
    }
}

#[derive(Debug)]
pub struct Cart<'a, T> { items: &'a [T] }

impl<'a, T> Cart<'a, T>
where
    T: Fn(u32) -> u32 + for<'b> Other<'b>,
{
    pub const fn new(items: &'a [T]) -> Self { Self { items } }

    #[instrument(skip(self), fields(a = "}"))]
    #[inline]
    pub(crate) async unsafe fn price<F>(&self, c: char, f: F) -> Result<u32, Box<dyn Error>>
    where
        F: Fn(fn(u32) -> u32) -> u32,
    {
        let quote = '\\''; let brace = '{'; let life: &'static str = "{ \\" {";
        let raw = r#"fn in_text() { " "#; let bytes = br"\\"; let b = b'{';
        let r#type = |x: u32| { x };
        fn inner(x: u32) -> impl Fn(u32) -> u32 {
            move |y| x + y
        }
        let s = Cart { items: &[] };
        match c {
            'a'..='z' => { Ok(1) }
            _ => Err(raw.into()),
        }
    }
}

impl<'a, T> fmt::Display for shop::Cart<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.items.len())
    }
}

unsafe impl Priced for Box<dyn Priced> {
    fn price(&self) -> u32 { 0 }
}

mod inner {
    pub extern "C" fn r#match(f: fn(u32) -> u32) {}
}

macro_rules! make {
    ($name:ident) => { fn $name() {} };
}

fn main() {
    make!(a);
}
`;

test('the functions of a Rust file: impl blocks, lifetimes and characters, raw strings, nested comments, macros', () => {
  expect(outlined(source, 'rust')).toEqual([
    'Priced.tax 7/7-9',
    'Cart.new 19/19-19',
    'Cart.price 21/23-38',
    'Cart.inner 30/30-32',
    'Cart.fmt 42/42-44',
    'Box.price 48/48-48',
    'match 52/52-52',
    'main 59/59-61',
  ]);
});
