namespace WisdomWave.Ingress.Delivery;

/// <summary>The turns whose delivery ended last. Not thread-safe.</summary>
internal sealed class RecentTurns
{
    /// <summary>More than can be announced while one answer of dialog is on its way to ingress.</summary>
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
