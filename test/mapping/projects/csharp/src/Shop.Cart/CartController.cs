using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Cart;

[ApiController]
[Route("carts")]
public class CartController(CartService carts) : ControllerBase
{
    [HttpGet("{id:int}")]
    public async Task<ActionResult<decimal>> Show(int id) => await carts.TotalAsync(id);

    [HttpPost("{id:int}/checkout")]
    public async Task<IActionResult> Checkout(int id)
    {
        using var activity = Telemetry.Source.StartActivity("Checkout");
        try
        {
            await carts.PayAsync(id, new Card("4111"));
        }
        catch (InvalidOperationException e)
        {
            activity?.AddException(e);
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        return Accepted();
    }
}
