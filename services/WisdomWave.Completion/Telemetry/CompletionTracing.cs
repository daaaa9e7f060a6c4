using System.Diagnostics;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Telemetry;

/// <summary>The service's own spans. Microsoft.Extensions.AI makes those of the provider calls, with <c>gen_ai</c> attributes and without texts.</summary>
internal static class CompletionTracing
{
    public static ActivitySource Source { get; } = new("WisdomWave.Completion");

    /// <summary>Says on the span of a request where its answer came from.</summary>
    public static void Answered(this Activity? request, AnswerSource source) => request?.SetTag("wisdomwave.answer.source", source.ToString());
}
