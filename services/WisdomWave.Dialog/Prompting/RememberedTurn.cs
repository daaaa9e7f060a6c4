namespace WisdomWave.Dialog.Prompting;

/// <summary>A question and its answer as later prompts repeat them.</summary>
/// <param name="Sequence">The turn's place in the order of all.</param>
/// <param name="Question">What the person asked.</param>
/// <param name="Answer">What the model answered, Markdown.</param>
/// <param name="Tokens">Of both together, without the overhead of messages.</param>
internal sealed record RememberedTurn(long Sequence, string Question, string Answer, int Tokens)
{
    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The files of the pictures that the question was about.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];
}
