using System.Diagnostics;

namespace WisdomWave.Load.Outside;

/// <summary>One question and its answer. Guarded by its chat's lock, except for the model's time.</summary>
internal sealed class Turn(long id, Chat chat, int index, string expected)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _modelTicks;

    public long Id => id;

    public Chat Chat => chat;

    /// <summary>The number of earlier turns in the chat.</summary>
    public int Index => index;

    /// <summary>The text that a message must have in the end.</summary>
    public string Expected => expected;

    public long AvailableAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>The messages that show the complete answer now; more than one is an error.</summary>
    public HashSet<int> Whole { get; } = [];

    /// <summary>Two messages have shown the answer at the same time.</summary>
    public bool IsDoubled { get; set; }

    public Task Answered => _answered.Task;

    /// <summary>Between the arrival of the model's request and the end of its response, over all calls.</summary>
    public TimeSpan ModelTime => TimeSpan.FromTicks(Interlocked.Read(ref _modelTicks));

    public void AddModelTime(TimeSpan time) => Interlocked.Add(ref _modelTicks, time.Ticks);

    /// <summary>False when it was answered before.</summary>
    public bool TryAnswer() => _answered.TrySetResult();
}

/// <summary>A private chat with the bot's messages in it.</summary>
internal sealed class Chat(long id, int bot)
{
    /// <summary>Guards everything in the chat.</summary>
    public Lock Gate { get; } = new();

    public long Id => id;

    /// <summary>The index of its bot.</summary>
    public int Bot => bot;

    /// <summary>In the order in which they were asked.</summary>
    public List<Turn> Turns { get; } = [];

    /// <summary>The bot's messages that were not deleted: the turn whose complete answer it shows, or its text.</summary>
    public Dictionary<int, (Turn? Turn, string? Other)> Messages { get; } = [];
}
