using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Models;

/// <summary>The options of a call with what is ours.</summary>
internal sealed class AnswerOptions : ChatOptions
{
    public AnswerOptions()
    {
    }

    private AnswerOptions(AnswerOptions other)
        : base(other) =>
        Fresh = other.Fresh;

    /// <summary>Goes past the cached answer and replaces it.</summary>
    public bool Fresh { get; init; }

    public override ChatOptions Clone() => new AnswerOptions(this);
}
