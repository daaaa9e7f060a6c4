using WisdomWave.Dialog.History;

namespace WisdomWave.Dialog.Conversations;

/// <summary>What is known of a turn that an earlier process left behind.</summary>
/// <param name="AcceptedAt">When it was committed.</param>
/// <param name="Restarts">How often it has been begun again before.</param>
internal sealed record Resumption(DateTimeOffset AcceptedAt, int Restarts)
{
    public static Resumption Of(TurnRow row) => new(row.AcceptedAt, row.Restarts);
}
