import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `"""def not_a_function():
    pass
"""
import functools

TEXT = """
def in_text():
    pass
"""

@app.get(
    "/cart/{id}",
    tags=["def x():"],
)
# The route.
@traced
async def read_cart(
    id: int,
    db: Session = Depends(get_db),  # ) a bracket
) -> dict[str, int]:
    """Reads.

def still_text(): ...
    """
    total = 1 + \\
        2

    @functools.cache
    def price(item):
        return {
            "a": item['def'],
        }
# A comment at the left.

    return {"total": price(id) + total}

class Cart(Base):
    size: int = 0

    class Item:
        def price(self): return 1

    def __init__(self, name='it\\'s (', other="("):
        self.name = f"{name['x']} {{"

    @property
    def total(self) -> int:
        if self.size:
            return sum(
  self.items
            )


        return 0
    label = "x"

def last[T](x: T) -> T:
	return x
`;

test('the functions of a Python file: decorators, signatures and calls over several lines, long strings, comments at the left', () => {
  expect(outlined(source, 'python')).toEqual([
    'read_cart 11/17-35',
    'price 28/29-32',
    'Cart.Item.price 41/41-41',
    'Cart.__init__ 43/43-44',
    'Cart.total 46/47-54',
    'last 57/57-58',
  ]);
});
