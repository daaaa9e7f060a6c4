namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Allows one send per chat at a time, and none while a lost message is being searched there, because the search could mistake the new
/// message for the lost one. Edits do not pass the gate.
/// </summary>
internal sealed class ChatGates
{
    /// <summary>A hanging request must not block the chat's other sends; after this time, a search may see a message that is being sent.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Gate> _gates = [];

    /// <summary>Completes when the caller may send; dispose the result when done.</summary>
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
