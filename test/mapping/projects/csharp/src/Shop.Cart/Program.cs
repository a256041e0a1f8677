using OpenTelemetry.Trace;
using Shop.Cart;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddHttpClient<PriceClient>(client => client.BaseAddress = new Uri("http://prices"));
builder.Services.AddScoped<CartService>();
builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
    .AddSource(Telemetry.Source.Name)
    .AddAspNetCoreInstrumentation(options => options.RecordException = true)
    .AddHttpClientInstrumentation()
    .AddOtlpExporter());

var app = builder.Build();
app.MapControllers();
app.MapGet("/health", () => "ok");
app.MapDelete("/carts/{id:int}", async (int id, CartService carts) =>
{
    await carts.EmptyAsync(id);
    return Results.NoContent();
});
app.Run();
