namespace WisdomWave.Ingress.Delivery;

/// <summary>The turns whose delivery ended most recently. Not thread-safe.</summary>
internal sealed class RecentTurns
{
    /// <summary>More turns than can be announced while one response of dialog is on its way.</summary>
    private const int Limit = 10_000;

    private readonly HashSet<Guid> _turns = [];
    private readonly Queue<Guid> _order = [];

    public bool Contains(Guid turn) => _turns.Contains(turn);

    public void Add(Guid turn)
    {
        if (!_turns.Add(turn))
            return;
        _order.Enqueue(turn);
        if (_order.Count > Limit)
            _turns.Remove(_order.Dequeue());
    }
}
