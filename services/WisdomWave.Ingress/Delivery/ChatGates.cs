namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Lets one new message at a time into a chat, and none while a lost one is looked for there: what is found would be taken for the
/// lost one. Edits need no gate.
/// </summary>
internal sealed class ChatGates
{
    /// <summary>A request that hangs must not hold up the others in its chat; then a search may meet a message that is under way.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Gate> _gates = [];

    /// <summary>Completes when it is this caller's turn; disposed when it is over.</summary>
    public async Task<IDisposable> EnterAsync(long chatId, CancellationToken cancellationToken)
    {
        Gate? gate;
        lock (_lock)
        {
            if (!_gates.TryGetValue(chatId, out gate))
                _gates[chatId] = gate = new Gate(this, chatId);
            gate.Users++;
        }

        try
        {
            var isEntered = await gate.Semaphore.WaitAsync(LongestWait, cancellationToken);
            return new Entry(gate, isEntered);
        }
        catch
        {
            Leave(gate, isEntered: false);
            throw;
        }
    }

    private void Leave(Gate gate, bool isEntered)
    {
        if (isEntered)
            gate.Semaphore.Release();
        lock (_lock)
        {
            if (--gate.Users > 0)
                return;
            _gates.Remove(gate.ChatId);
        }

        gate.Semaphore.Dispose();
    }

    private sealed class Gate(ChatGates gates, long chatId)
    {
        public ChatGates Gates => gates;

        public long ChatId => chatId;

        public SemaphoreSlim Semaphore { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Entry(Gate gate, bool isEntered) : IDisposable
    {
        public void Dispose() => gate.Gates.Leave(gate, isEntered);
    }
}
