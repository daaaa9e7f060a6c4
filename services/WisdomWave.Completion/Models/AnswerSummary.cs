using Microsoft.Extensions.AI;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>Collects what the updates of an answer contain besides text: finish reason, model, usage.</summary>
internal sealed class AnswerSummary
{
    private readonly List<(string, TokenUsage)> _wasted = [];
    private ChatFinishReason? _finish;

    public FinishKind Finish =>
        _finish == ChatFinishReason.Length ? FinishKind.Length
        : _finish == ChatFinishReason.ContentFilter ? FinishKind.ContentFilter
        : FinishKind.Stop;

    /// <summary>The provider's name for the model; null if it sent none.</summary>
    public string? Model { get; private set; }

    public TokenUsage Usage { get; private set; } = new(0, 0);

    /// <summary>The usage of earlier calls that produced no answer.</summary>
    public IReadOnlyList<(string Model, TokenUsage Usage)> Wasted => _wasted;

    /// <summary>The model of the current call, as the configuration names it; null before the first call.</summary>
    public string? RequestedModel { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is ProviderCallStarted call)
        {
            DiscardCall();
            RequestedModel = call.Model;
        }

        _finish ??= update.FinishReason;
        Model ??= update.ModelId;
        for (var i = 0; i < update.Contents.Count; i++)
        {
            if (update.Contents[i] is UsageContent { Details: var details })
                Usage = new((int)(details.InputTokenCount ?? 0), (int)(details.OutputTokenCount ?? 0), (int)(details.CachedInputTokenCount ?? 0), (int)(details.ReasoningTokenCount ?? 0));
        }
    }

    /// <summary>The current call produced no answer: its usage counts as wasted.</summary>
    public void DiscardCall()
    {
        if (Usage.TotalTokens > 0)
            _wasted.Add((RequestedModel ?? Model ?? "", Usage));
        (_finish, Model, Usage) = (null, null, new(0, 0));
    }
}
