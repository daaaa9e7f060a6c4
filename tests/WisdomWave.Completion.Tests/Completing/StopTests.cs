using System.Diagnostics;
using WisdomWave.Completion.Tests.Parts;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>How soon a provider sees that nobody wants its answer any more.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData("before the headers")]
    [InlineData("stalled")]
    [InlineData("slowly flowing")]
    [InlineData("flooding")]
    public async Task AProviderSeesAtOnceThatTheCallerHasGone(string provider)
    {
        await using var model = await TestProvider.StartAsync((answer, _) => AnswerAsync(answer, provider));
        await using var service = await CompletionService.StartAsync(model);
        var clock = new Stopwatch();

        using (var response = await service.SendAsync(CompletionService.Ask()))
        {
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            if (provider == "before the headers")
                await model.Asked.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            else
                await ReadUntilTextAsync(body);
            clock.Start();
        }

        await model.Aborted.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(clock.Elapsed < AtOnce, $"{provider}: took {clock.Elapsed}");
    }

    private static async Task ReadUntilTextAsync(Stream body)
    {
        using var reader = new StreamReader(body, leaveOpen: true);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "event: delta")
        {
        }
    }

    private static async Task AnswerAsync(ProviderAnswer answer, string provider)
    {
        if (provider == "before the headers")
            await answer.StallAsync();

        await answer.RoleAsync();
        await answer.TextAsync("Hel");
        if (provider == "stalled")
            await answer.StallAsync();

        while (true)
        {
            await answer.TextAsync("lo");
            if (provider == "slowly flowing")
                await Task.Delay(20, answer.Aborted);
        }
    }
}
