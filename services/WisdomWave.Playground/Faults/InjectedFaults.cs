namespace WisdomWave.Playground.Faults;

/// <summary>Injected faults that wait for a matching call, oldest first.</summary>
internal sealed class InjectedFaults
{
    private const int Capacity = 1_000;

    private readonly Lock _lock = new();
    private readonly List<Armed<BotFault>> _bot = [];
    private readonly List<Armed<ModelFault>> _model = [];

    /// <summary>By <see cref="ModelFault.Contains"/>: completes when faults with this text are next cleared.</summary>
    private readonly Dictionary<string, TaskCompletionSource> _clearings = new(StringComparer.Ordinal);

    public IReadOnlyList<BotFault> Bot { get { lock (_lock) return [.. _bot.Select(armed => armed.Fault with { Times = armed.Times })]; } }

    public IReadOnlyList<ModelFault> Model { get { lock (_lock) return [.. _model.Select(armed => armed.Fault with { Times = armed.Times })]; } }

    public void Add(BotFault fault)
    {
        lock (_lock)
        {
            if (_bot.Count < Capacity)
                _bot.Add(new(fault, fault.Skip, fault.Times));
        }
    }

    public void Add(ModelFault fault)
    {
        lock (_lock)
        {
            if (_model.Count < Capacity)
                _model.Add(new(fault, fault.Skip, fault.Times));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _bot.Clear();
            _model.Clear();
            foreach (var clearing in _clearings.Values)
                clearing.SetResult();
            _clearings.Clear();
        }
    }

    /// <summary>Clears only the model faults whose <see cref="ModelFault.Contains"/> is this text.</summary>
    public void Clear(string contains)
    {
        lock (_lock)
        {
            _model.RemoveAll(armed => armed.Fault.Contains == contains);
            if (_clearings.Remove(contains, out var clearing))
                clearing.SetResult();
        }
    }

    public BotFault? Next(string method, long botId, long? chatId) => Next(_bot, fault =>
        (fault.Method is null || fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (fault.BotId is null || fault.BotId == botId)
        && (fault.ChatId is null || fault.ChatId == chatId));

    /// <param name="cleared">Completes when the fault is cleared.</param>
    public ModelFault? Next(string model, string lastMessage, out Task cleared)
    {
        lock (_lock)
        {
            var fault = Next(_model, fault =>
                (fault.Model is null || fault.Model == model)
                && (fault.Contains is null || lastMessage.Contains(fault.Contains, StringComparison.OrdinalIgnoreCase)));
            cleared = fault is null ? Task.CompletedTask : ClearingOf(fault.Contains ?? "");
            return fault;
        }
    }

    private Task ClearingOf(string contains)
    {
        if (!_clearings.TryGetValue(contains, out var clearing))
            _clearings[contains] = clearing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return clearing.Task;
    }

    private T? Next<T>(List<Armed<T>> faults, Func<T, bool> matches) where T : class
    {
        if (faults.Count == 0)
            return null;
        lock (_lock)
        {
            foreach (var armed in faults)
            {
                if (!matches(armed.Fault))
                    continue;
                if (armed.Skip > 0)
                {
                    armed.Skip--;
                    continue;
                }

                if (--armed.Times <= 0)
                    faults.Remove(armed);
                return armed.Fault;
            }

            return null;
        }
    }

    private sealed class Armed<T>(T fault, int skip, int times)
    {
        public T Fault => fault;

        public int Skip { get; set; } = skip;

        public int Times { get; set; } = times;
    }
}
