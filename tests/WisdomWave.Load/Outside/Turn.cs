using System.Diagnostics;

namespace WisdomWave.Load.Outside;

/// <summary>One question on its way to its answer. Guarded by its chat's lock, apart from the model's time.</summary>
internal sealed class Turn(long id, Chat chat, int index, string expected)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _modelTicks;

    public long Id => id;

    public Chat Chat => chat;

    /// <summary>How many turns of the chat were before it.</summary>
    public int Index => index;

    /// <summary>The text that a message must have in the end.</summary>
    public string Expected => expected;

    public long AvailableAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>The messages that show the whole answer now: one, or something is wrong.</summary>
    public HashSet<int> Whole { get; } = [];

    /// <summary>It stood in two messages at one time.</summary>
    public bool IsDoubled { get; set; }

    public Task Answered => _answered.Task;

    /// <summary>Between the arrival of the model's request and the end of its response, over all calls.</summary>
    public TimeSpan ModelTime => TimeSpan.FromTicks(Interlocked.Read(ref _modelTicks));

    public void AddModelTime(TimeSpan time) => Interlocked.Add(ref _modelTicks, time.Ticks);

    /// <summary>False when it was answered before.</summary>
    public bool TryAnswer() => _answered.TrySetResult();
}
