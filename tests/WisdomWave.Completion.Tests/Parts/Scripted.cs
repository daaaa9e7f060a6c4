using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Parts;

/// <summary>What the playground's model answers to <see cref="CompletionService.Ask"/>.</summary>
internal static class Scripted
{
    public const string Greeting = "Hello! I am the model of the playground. Ask me something, tell me your name, or say “show markdown”.";

    public static readonly TokenUsage Usage = new(8, 26);

    public static readonly CompletionCompleted FromProvider = new(FinishKind.Stop, AnswerSource.Provider, "gpt-test", Usage);

    public static readonly CompletionEvent[] FromCache = [new CompletionDelta(Greeting), FromProvider with { Source = AnswerSource.Cache }];

    public static string TextOf(IEnumerable<CompletionEvent> events) => string.Concat(events.OfType<CompletionDelta>().Select(delta => delta.Text));

    public static AnswerSource SourceOf(IReadOnlyList<CompletionEvent> events) => Assert.IsType<CompletionCompleted>(events[^1]).Source;
}
