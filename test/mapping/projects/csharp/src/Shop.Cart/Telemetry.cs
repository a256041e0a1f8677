using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Shop.Cart;

public static class Telemetry
{
    public static readonly ActivitySource Source = new("Shop.Cart");

    /// <summary>An activity that knows who started it.</summary>
    public static Activity? Start(
        string name,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Source.StartActivity(name)
            ?.SetTag("code.function.name", member)
            .SetTag("code.file.path", file)
            .SetTag("code.line.number", line);
}
