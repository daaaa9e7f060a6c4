using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>A provider whose answer never ends sees when the caller disconnects.</summary>
public sealed class CallerDisconnectTests
{
    [Theory]
    [InlineData("before the headers")]
    [InlineData("stalled")]
    [InlineData("slowly flowing")]
    [InlineData("flooding")]
    public async Task TheProviderSeesThatTheCallerDisconnected(string provider)
    {
        await using var model = await FakeProvider.StartAsync((answer, _) => AnswerAsync(answer, provider));
        await using var service = await CompletionService.StartAsync(model);

        using (var response = await service.SendAsync(CompletionService.Ask()))
        {
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            if (provider == "before the headers")
                await model.FirstRequest.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
            else
                await ReadUntilTextAsync(body);
        }

        await model.Aborted.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
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
