namespace WisdomWave.Dialog.Turns;

/// <summary>The state of an active conversation. Not thread-safe: everything runs on the scheduler of its grain.</summary>
internal sealed class Conversation : IDisposable
{
    public Conversation(
        ConversationKey key, ConversationMemory memory, Func<Conversation, Turn, CancellationToken, Task> run, Func<IDisposable?> begin)
    {
        (Key, Memory) = (key, memory);
        Lane = new TurnLane((turn, stop) => run(this, turn, stop), begin, NoteIdle);
    }

    public ConversationKey Key { get; }

    public ConversationMemory Memory { get; }

    public TurnLane Lane { get; }

    /// <summary>The turn that was added last; null once it has ended.</summary>
    public Turn? Newest { get; private set; }

    /// <summary>Called when a turn is added. An answer may wait for hours until it can be stored; Orleans must not collect the grain meanwhile.</summary>
    public required Action WhenBusy { get; init; }

    /// <summary>Called when no turn is left.</summary>
    public required Action WhenIdle { get; init; }

    /// <summary>Ends this activation; the next one reads the conversation from the database.</summary>
    public required Action Deactivate { get; init; }

    public void Add(Turn turn)
    {
        WhenBusy();
        Newest?.Growing?.Close();
        Newest = turn;
        Lane.Add(turn);
    }

    public void NoteEnded(Turn turn)
    {
        if (Newest == turn)
            Newest = null;
    }

    public void Dispose() => Lane.Dispose();

    private void NoteIdle() => WhenIdle();
}
