using Microsoft.Extensions.AI;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>What the updates of an answer say beside its text.</summary>
internal sealed class AnswerEnd
{
    private readonly List<(string, TokenUsage)> _wasted = [];
    private ChatFinishReason? _finish;

    public FinishKind Finish =>
        _finish == ChatFinishReason.Length ? FinishKind.Length
        : _finish == ChatFinishReason.ContentFilter ? FinishKind.ContentFilter
        : FinishKind.Stop;

    /// <summary>As the provider names it; null where it did not say.</summary>
    public string? Model { get; private set; }

    public TokenUsage Usage { get; private set; } = new(0, 0);

    /// <summary>What calls took that came to nothing before this one.</summary>
    public IReadOnlyList<(string Model, TokenUsage Usage)> Wasted => _wasted;

    /// <summary>Of the call under way, as it is named in the configuration; null before the first.</summary>
    public string? Asked { get; private set; }

    public void Take(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is ProviderCall call)
            Begin(call);
        _finish ??= update.FinishReason;
        Model ??= update.ModelId;
        for (var i = 0; i < update.Contents.Count; i++)
        {
            if (update.Contents[i] is UsageContent { Details: var details })
                Usage = new((int)(details.InputTokenCount ?? 0), (int)(details.OutputTokenCount ?? 0), (int)(details.CachedInputTokenCount ?? 0), (int)(details.ReasoningTokenCount ?? 0));
        }
    }

    /// <summary>The call under way has come to nothing.</summary>
    public void Waste()
    {
        if (Usage.TotalTokens > 0)
            _wasted.Add((Asked ?? Model ?? "", Usage));
        (_finish, Model, Usage) = (null, null, new(0, 0));
    }

    private void Begin(ProviderCall call)
    {
        Waste();
        Asked = call.Model;
    }
}
