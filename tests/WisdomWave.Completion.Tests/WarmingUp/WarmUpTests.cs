using Microsoft.Extensions.AI;
using WisdomWave.Completion.Completing;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Tests.Parts;

namespace WisdomWave.Completion.Tests.WarmingUp;

public sealed class WarmUpTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheRehearsalGoesThroughTheSdkAndReachesNoServer()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);

        using var chat = CompletingRegistration.Persistent(service.Services, ModelsRegistration.RehearsalClient(service.Services));
        var answer = await chat.GetStreamingResponseAsync("Hello?", new AnswerOptions { ModelId = "rehearsal" }, Token).ToChatResponseAsync(Token);

        Assert.Equal(("Hello there", ChatFinishReason.Stop, 4), (answer.Text, answer.FinishReason, answer.Usage?.TotalTokenCount));
        Assert.Empty(provider.Requests);
    }
}
