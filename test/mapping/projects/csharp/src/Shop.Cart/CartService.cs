using System.Diagnostics;

namespace Shop.Cart;

public record Card(string Number)
{
    public void Charge(decimal amount)
    {
        Authorise(amount);

        void Authorise(decimal asked)
        {
            if (asked > 0) throw new ArgumentException($"card {Number} has no {asked}");
        }
    }
}

public class CartService(PriceClient prices)
{
    public async Task<decimal> TotalAsync(int id)
    {
        using var activity = Telemetry.Start("Total");
        var found = await Task.WhenAll(new[] { "apple", "pear" }.Select(async sku => await prices.PriceOfAsync(sku)));
        return found.Sum();
    }

    public async Task PayAsync(int id, Card card)
    {
        using var activity = Telemetry.Start("Pay");
        try
        {
            card.Charge(await TotalAsync(id));
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"cart {id} is not paid", e);
        }
    }

    public async Task EmptyAsync(int id)
    {
        using var activity = Telemetry.Source.StartActivity("Empty cart", ActivityKind.Producer);
        await Task.Yield();
        new List<int> { id }.ForEach(one => throw new KeyNotFoundException($"no cart {one}"));
    }
}

public class PriceClient(HttpClient http)
{
    public async Task<decimal> PriceOfAsync(string sku)
    {
        using var response = await http.GetAsync($"/prices/{sku}");
        response.EnsureSuccessStatusCode();
        return decimal.Parse(await response.Content.ReadAsStringAsync());
    }
}
