using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Caching;

internal static class Replay
{
    private const int PieceLength = 1024;

    /// <summary>The answer as a provider would have streamed it, in larger pieces. Each update carries the answer, which tells where it came from.</summary>
    public static IEnumerable<ChatResponseUpdate> Of(CachedAnswer answer)
    {
        var text = answer.Text;
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(PieceLength, text.Length - start);
            // Half a surrogate pair is not a character, and not JSON either.
            if (char.IsHighSurrogate(text[start + length - 1]) && start + length < text.Length)
                length--;
            yield return new(ChatRole.Assistant, text.Substring(start, length)) { ModelId = answer.Model, RawRepresentation = answer };
            start += length;
        }

        var usage = new UsageDetails
        {
            InputTokenCount = answer.Usage.InputTokens,
            OutputTokenCount = answer.Usage.OutputTokens,
            TotalTokenCount = answer.Usage.TotalTokens,
            CachedInputTokenCount = answer.Usage.CachedInputTokens,
        };
        yield return new(ChatRole.Assistant, [new UsageContent(usage)])
        {
            ModelId = answer.Model,
            FinishReason = ChatFinishReason.Stop,
            RawRepresentation = answer,
        };
    }
}
