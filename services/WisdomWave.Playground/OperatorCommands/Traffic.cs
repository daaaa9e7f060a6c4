using WisdomWave.Playground.Chats;
using WisdomWave.Playground.People;

namespace WisdomWave.Playground.OperatorCommands;

/// <summary>
/// A few people who write to the chat page's bot, so that the boards have something to show. Each asks what the others ask, which the cache
/// answers, then something new, and then forgets the conversation.
/// </summary>
internal sealed class Traffic(World world, TimeProvider time) : BackgroundService
{
    private static readonly string[] Names = ["Nick", "Olga", "Pete", "Rita", "Sam"];

    /// <summary>Each person then writes every 10 s, which is within the default limits for one person.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly long[] _people = new long[Names.Length];
    private long _until;

    /// <summary>Starts the traffic, extends it, or stops it, if the time is zero.</summary>
    public void Run(TimeSpan duration) => Volatile.Write(ref _until, (time.GetUtcNow() + duration).UtcTicks);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            for (var message = 0; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                if (time.GetUtcNow().UtcTicks < Volatile.Read(ref _until))
                    Write(message++);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Write(int message)
    {
        var (person, round) = (message % Names.Length, message / Names.Length);
        var text = (round % 3) switch
        {
            0 => "What can you do?",
            1 => $"What is {message} + {message}?",
            _ => "forget",
        };
        var participant = Find(person);
        participant.Room.Add(participant.NewMessage() with { Text = text });
    }

    /// <summary>Adds the person the first time, and after a reset of the playground.</summary>
    private Participant Find(int person)
    {
        if (!world.TryFindPerson(_people[person], out _))
            _people[person] = world.AddPerson(Names[person], username: null, languageCode: "en").Id;
        return Participant.Find(world, _people[person], botId: null, _people[person])!;
    }
}
