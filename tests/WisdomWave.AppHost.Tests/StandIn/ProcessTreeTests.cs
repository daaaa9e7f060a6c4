using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WisdomWave.AppHost.Tests.StandIn;

/// <summary>A real app host in a process of its own, with children and a grandchild, ended in every way it can be.</summary>
public sealed partial class ProcessTreeTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task EverythingEndsWithinFiveSecondsYoungestFirst(string signal)
    {
        using var tree = await StartAsync();
        var asked = Stopwatch.StartNew();
        await SignalAsync(signal, tree.Process.Id);
        await tree.Process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.InRange(asked.Elapsed, TimeSpan.Zero, Promised);
        Assert.Equal(0, tree.Process.ExitCode);
        await AssertAllGoneAsync(tree, Promised - asked.Elapsed);
        Assert.Equal(
            ["stubborn staying", "parent leaving", "first leaving"],
            (await tree.RestAsync()).Where(line => line.EndsWith("ing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ASecondCtrlCEndsEverythingAtOnce()
    {
        using var tree = await StartAsync(stopSeconds: 120);
        var asked = Stopwatch.StartNew();
        await SignalAsync("INT", tree.Process.Id);
        while (await tree.Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith("staying", StringComparison.Ordinal))
        {
        }

        await SignalAsync("INT", tree.Process.Id);
        await tree.Process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.InRange(asked.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await AssertAllGoneAsync(tree, Promised);
    }

    [Fact]
    public async Task AKilledAppHostLeavesNoChild()
    {
        using var tree = await StartAsync();
        await SignalAsync("KILL", tree.Process.Id);
        await AssertAllGoneAsync(tree, Promised);
    }

    private static async Task AssertAllGoneAsync(Tree tree, TimeSpan within)
    {
        var patience = Stopwatch.StartNew();
        while (tree.Descendants.Any(IsAlive) && patience.Elapsed < within)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(tree.Descendants, IsAlive);
    }

    private static async Task<Tree> StartAsync(int stopSeconds = 4)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The tree is made of shells and signals.");

        var program = Path.Combine(AppContext.BaseDirectory, "WisdomWave.AppHost.Tests.Tree.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, stopSeconds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        var descendants = new List<int>();

        // first    | started, process 123
        // parent   | grandchild 125
        while (descendants.Count < 4 && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (ProcessId().Match(line) is { Success: true } match)
                descendants.Add(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        Assert.Equal(4, descendants.Count);
        Assert.All(descendants, id => Assert.True(IsAlive(id)));

        // A shell obeys its trap only once it has set it.
        await Task.Delay(300, TestContext.Current.CancellationToken);
        return new Tree(process, descendants);
    }

    private static async Task SignalAsync(string signal, int processId) =>
        await Command.RunAsync("kill", ["-s", signal, processId.ToString(CultureInfo.InvariantCulture)]);

    private static bool IsAlive(int processId)
    {
        try
        {
            // A process that has ended but that nobody has asked after is still listed, as a zombie.
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?:process|grandchild) (\d+)$")]
    private static partial Regex ProcessId();

    private sealed record Tree(Process Process, IReadOnlyList<int> Descendants) : IDisposable
    {
        public async Task<IEnumerable<string>> RestAsync()
        {
            var rest = await Process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            return rest.Split('\n').Select(line => Separator().Replace(line, " "));
        }

        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill(entireProcessTree: true);
            Process.Dispose();
        }
    }

    [GeneratedRegex(@" +\| ")]
    private static partial Regex Separator();
}
