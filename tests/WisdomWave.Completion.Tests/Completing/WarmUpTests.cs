using Microsoft.Extensions.AI;
using WisdomWave.Completion.Completing;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;

namespace WisdomWave.Completion.Tests.Completing;

public sealed class WarmUpTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheWarmUpUsesTheSdkAndReachesNoServer()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);

        using var chat = CompletionServiceCollectionExtensions.WithRetries(service.Services, ProviderClients.ForWarmUp(service.Services));
        var answer = await chat.GetStreamingResponseAsync("Hello?", new AnswerOptions { ModelId = "warm-up" }, Token).ToChatResponseAsync(Token);

        Assert.Equal(("Hello there", ChatFinishReason.Stop, 4), (answer.Text, answer.FinishReason, answer.Usage?.TotalTokenCount));
        Assert.Empty(provider.Requests);
    }
}
