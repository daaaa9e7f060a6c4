using System.Text.Json;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Boards;

/// <summary>The scripts of <c>tests/grafana</c>.</summary>
internal static class Node
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "grafana");

    /// <summary>Skips the test without Node.</summary>
    public static void SkipIfMissing() => Assert.SkipWhen(Programs.OnPath("node") is null, "Needs Node 20 or newer: install it (apt-get install nodejs), then run this test again.");

    /// <summary>Skips the test without Node or without Grafana's packages.</summary>
    public static void SkipWithoutPackages()
    {
        SkipIfMissing();
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules")),
            "Needs Grafana's npm packages: run \"npm install --ignore-scripts --legacy-peer-deps --no-package-lock\" in tests/grafana, then run this test again.");
    }

    /// <returns>What the script prints.</returns>
    public static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var run = await Command.RunAsync("node", [Path.Combine(Folder, arguments[0]), .. arguments[1..]]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }
}
