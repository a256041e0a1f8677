import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `using System;

namespace Shop.Carts
{
    #region class Hidden {
    [Serializable]
    public class Cart<T>(int size) : Base<T>(size), IPriced where T : class, new()
    {
        public int Size { get; set; } = 1;
        public int Total => Items.Sum(x => x.Cents);
        private readonly Func<int, int> _by = x => { return x; };
        public int this[int i] { get { return i; } }

        public Cart(string name) : base(name)
        {
            var a = @"C:\\" + $"{(name == "}" ? "{" : "x")} {{" + $@"{name}"" {{";
            var b = """ void InText() { "" """;
        }

        [HttpGet("{id}")]
        [Traced]
        public async Task<(int, string)> Price<R>(
            [FromRoute] int id, char c = '{')
            where R : IComparable<R>, new()
        {
            int Local(int x) => x + 1;
            static async Task Deep(int y)
            {
                await Task.Delay(y);
            }
            foreach (var x in Items) { }
            lock (this) { }
            using (var s = Open()) { }
            var f = new Foo(1) { A = 1 };
            return id switch
            {
                1 => (1, "a"),
                int n when Check(n) => (Local(n), "b"),
                _ => throw new Exception()
            };
        }

        private (int a, int b) Pair() => (1, 2);

        public override string ToString()
            => $"{Size:N2}"
             + "x";

        void IPriced.Pay() { }
        protected abstract int Tax();
        public static Cart<T> operator +(Cart<T> a, Cart<T> b) { return a; }
        ~Cart() { }

        public record struct Item(int Cents)
        {
            public int Twice() { return Cents * 2; }
        }
    }
    #endregion

    public record Price(int Cents);

    public interface IPriced
    {
        void Pay();
        int Tax() => 1;
    }

    static class Extensions
    {
        public static IServiceCollection AddCart(this IServiceCollection services)
            => services.AddScoped<Cart>(p => new Cart(p));
        public static int @new(int a) { return a; }
    }
}
`;

test('the functions of a C# file: expression bodies, verbatim, raw and interpolated strings, tuples, local functions, directives', () => {
  expect(outlined(source, 'csharp')).toEqual([
    'Cart.Cart 14/14-18',
    'Cart.Price 20/22-41',
    'Cart.Local 26/26-26',
    'Cart.Deep 27/27-30',
    'Cart.Pair 43/43-43',
    'Cart.ToString 45/45-47',
    'Cart.Pay 49/49-49',
    'Cart.Item.Twice 56/56-56',
    'IPriced.Tax 66/66-66',
    'Extensions.AddCart 71/71-72',
    'Extensions.new 73/73-73',
  ]);
});
