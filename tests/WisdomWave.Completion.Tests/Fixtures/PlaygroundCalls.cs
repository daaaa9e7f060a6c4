using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Fixtures;

/// <summary>The model calls of a playground.</summary>
internal static class PlaygroundCalls
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>Waits until no call is open and returns all calls in the order in which they began.</summary>
    /// <param name="playground">The provider.</param>
    /// <param name="operation"><c>chat</c>, <c>embeddings</c> or <c>transcription</c>; null for all.</param>
    public static async Task<IReadOnlyList<ModelCallRecord>> CallsAsync(this PlaygroundServer playground, string? operation = "chat")
    {
        await playground.WaitForCallsAsync(0);
        // The playground lists calls in the order in which they end: a cancelled one may end after its successor.
        return [.. (await playground.Client.ModelCallsAsync(operation, Token)).OrderBy(call => call.At)];
    }

    /// <summary>Waits until this many calls are open.</summary>
    public static Task WaitForCallsAsync(this PlaygroundServer playground, int open) => Eventually.HoldsAsync(
        async () => (await playground.Client.CallLogSummaryAsync(Token)).ModelCallsOpen == open, $"{open} model calls are open");

    /// <summary>Holds the next calls until <see cref="PlaygroundClient.ClearFaultsAsync(CancellationToken)"/>.</summary>
    public static Task HoldAsync(this PlaygroundServer playground, int afterPieces = 0, string? model = null, int times = 1) =>
        playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = afterPieces, Model = model, Times = times }, Token);
}

/// <summary>The playground's answers to <see cref="CompletionService.Ask"/>.</summary>
internal static class PlaygroundAnswers
{
    public const string Greeting = "Hello! I am the model of the playground. Ask me something, tell me your name, or say “show markdown”.";

    public static readonly TokenUsage Usage = new(8, 26);

    public static readonly CompletionCompleted FromProvider = new(FinishKind.Stop, AnswerSource.Provider, "gpt-test", Usage);

    public static readonly CompletionEvent[] FromCache = [new CompletionDelta(Greeting), FromProvider with { Source = AnswerSource.Cache }];

    public static string TextOf(IEnumerable<CompletionEvent> events) => string.Concat(events.OfType<CompletionDelta>().Select(delta => delta.Text));

    public static AnswerSource SourceOf(IReadOnlyList<CompletionEvent> events) => Assert.IsType<CompletionCompleted>(events[^1]).Source;
}
