using WisdomWave.Dialog.Commands;
using WisdomWave.Dialog.History;
using WisdomWave.Dialog.Inbox;

namespace WisdomWave.Dialog.Conversations;

/// <summary>A turn that waits for its reply.</summary>
/// <param name="Sequence">Its place in the order of all.</param>
/// <param name="Live">Where its followers are.</param>
/// <param name="Text">What the model reads: the person's words, in shared dialogues with their name.</param>
/// <param name="Language">The tag of the person's client.</param>
/// <param name="AcceptedAt">When it was committed, or when it was found after a restart: <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record PendingTurn(long Sequence, LiveTurn Live, string Text, string? Language, long AcceptedAt)
{
    public Guid Id => Live.Turn.Id;

    /// <summary>Null for a question.</summary>
    public Command? Command { get; init; }

    public CommandCircumstances Circumstances { get; init; } = CommandCircumstances.None;

    /// <summary>Whether its answer must not come from the cache.</summary>
    public bool Fresh { get; init; }

    /// <summary>Whether it is a /stop that stopped something when it came.</summary>
    public bool HasStopped { get; init; }

    /// <summary>Set when the person stops it before it has begun.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Set when another turn has taken its place: nothing that it comes to is wanted.</summary>
    public bool IsReplaced { get; set; }

    public static PendingTurn Of(NewTurn turn, long sequence, LiveTurn live, long acceptedAt) =>
        new(sequence, live, Named(turn.PersonName, turn.Text), turn.Language, acceptedAt)
        {
            Command = turn.Command,
            Circumstances = turn.Circumstances ?? CommandCircumstances.None,
        };

    public static PendingTurn Of(TurnRow row, LiveTurn live, long acceptedAt) =>
        new(row.Sequence, live, Named(row.PersonName, row.Question), row.Language, acceptedAt)
        {
            Command = row.IsQuestion ? null : CommandParser.Parse(row.Question),
            Circumstances = CommandCircumstances.Read(row.Circumstances),
            Fresh = row.Fresh,
        };

    private static string Named(string? person, string text) => person is null ? text : $"{person}: {text}";
}
