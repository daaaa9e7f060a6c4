using Microsoft.Extensions.AI;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>What the updates of an answer say beside its text.</summary>
internal sealed class AnswerEnd
{
    private ChatFinishReason? _finish;

    public FinishKind Finish =>
        _finish == ChatFinishReason.Length ? FinishKind.Length
        : _finish == ChatFinishReason.ContentFilter ? FinishKind.ContentFilter
        : FinishKind.Stop;

    /// <summary>As the provider names it; null where it did not say.</summary>
    public string? Model { get; private set; }

    public TokenUsage Usage { get; private set; } = new(0, 0);

    public void Take(ChatResponseUpdate update)
    {
        _finish ??= update.FinishReason;
        Model ??= update.ModelId;
        for (var i = 0; i < update.Contents.Count; i++)
        {
            if (update.Contents[i] is UsageContent { Details: var details })
                Usage = new((int)(details.InputTokenCount ?? 0), (int)(details.OutputTokenCount ?? 0), (int)(details.CachedInputTokenCount ?? 0));
        }
    }
}
