using WisdomWave.EndToEnd.Faults;

namespace WisdomWave.EndToEnd.Traces;

/// <summary>The traces that the services export, as an operator sees them in the dashboard.</summary>
public sealed class TraceTests(ITestOutputHelper output)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>No limit that depends on time matters, so that a slow machine makes the same calls.</summary>
    private static readonly Dictionary<string, string> Unhurried = new()
    {
        ["Delivery__FirstTextDelay"] = "00:10:00",
        ["Delivery__PrivateInterval"] = "00:00:00.001",
        ["Cache__Patience"] = "00:01:00",
    };

    [Fact]
    public async Task AnAnswerIsOneTraceFromItsUpdateToItsLastPart()
    {
        await using var collector = await SpanCollector.StartAsync();
        await using var fleet = await StartAsync(collector);
        var person = await fleet.Outside.Client.AddPersonAsync("Ann", "en", Token);

        await person.SayAsync("long 12", cancellationToken: Token);
        await person.ReadAnswersAsync(Token);
        await Task.Delay(3000, Token);
        foreach (var trace in collector.All.GroupBy(span => span.TraceId))
            output.WriteLine(SpanTree.Of([.. trace]));
        foreach (var span in collector.All)
            output.WriteLine($"{span.Service} {span.Name}: {string.Join(", ", span.Attributes.Select(pair => $"{pair.Key}={pair.Value}"))}");
        await person.SayAsync("long 12", cancellationToken: Token);
    }

    private static Task<Fleet> StartAsync(SpanCollector collector, Dictionary<string, string>? settings = null) =>
        Fleet.StartAsync(Token, settings: Unhurried.Concat(collector.Settings).Concat(settings ?? []).ToDictionary());
}
