using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Ingress.Tests.Standing;

/// <summary>Dialog's HTTP API on a real port, with turns that the test writes.</summary>
public sealed class DialogStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(long Bot, long Update), StandInTurn> _byUpdate = [];
    private readonly ConcurrentDictionary<Guid, StandInTurn> _turns = [];
    private readonly ConcurrentQueue<ButtonPress> _presses = [];

    private readonly Channel<StandInTurn> _accepted = Channel.CreateUnbounded<StandInTurn>();
    private readonly ConcurrentDictionary<Guid, ValueTuple> _handedOut = [];
    private int _refused;

    private DialogStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default));
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            if (IsAway)
            {
                Interlocked.Increment(ref _refused);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            await next(context);
        });
        _app.MapPost("/messages", Accept);
        _app.MapGet("/turns/{id:guid}/events", (Guid id) => _turns.TryGetValue(id, out var turn) ? Stream(turn) : Results.NotFound());
        _app.MapPut("/turns/{id:guid}/parts/{part:int}", NotePart);
        _app.MapGet("/turns/{id:guid}/known-messages", (Guid id, int above) => _turns.ContainsKey(id) ? Results.Ok(Knows(above)) : Results.NotFound());
        _app.MapPost("/turns/{id:guid}/redeliveries", (Guid id) => Redelivered.GetValueOrDefault(id) is { } redelivery ? Count(id, redelivery) : Results.NotFound());
        _app.MapDelete("/turns/{id:guid}/redeliveries", (Guid id) => TakenBack.Enqueue(id));
        _app.MapPost("/turns/{id:guid}/stop", Stop);
        _app.MapPost("/presses", Take);
        _app.MapPut("/bots/{bot:long}/chats/{from:long}/successor/{to:long}", (long from, long to) =>
        {
            Moves.Enqueue((from, to));
            return Results.StatusCode(FailsToMove ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent);
        });
        _app.MapGet("/bots/{bot:long}/turns", (long bot) => Undelivered.Where(turn => turn.BotId == bot).ToArray());
        _app.MapPost("/bots/{bot:long}/claims", (long bot) => Undelivered.Where(turn => turn.BotId == bot && _handedOut.TryAdd(turn.Id, default)).ToArray());
        _app.MapDelete("/claims", () => { });
        _app.MapGet("/files/{name}", (string name) => Files.TryGetValue(name, out var bytes) ? Results.Bytes(bytes, "text/plain") : Results.NotFound());
        _app.MapPost("/bots/{bot:long}/starts", (long bot, BotStart start) =>
        {
            Starts.Enqueue((bot, start));
            return StartNotices.ToArray();
        });
        _app.MapGet("/commands", () => Menus.ToArray());
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Answers 503 to everything.</summary>
    public bool IsAway { get; set; }

    /// <summary>Answers this status to messages that match.</summary>
    public Func<InboundMessage, int?> Refuses { get; set; } = _ => null;

    /// <summary>The chats that it was told to have another number, and which.</summary>
    public ConcurrentQueue<(long From, long To)> Moves { get; } = [];

    /// <summary>Answers 500 to those.</summary>
    public bool FailsToMove { get; set; }

    /// <summary>What it knows of the message ids near a lost one.</summary>
    public Func<int, KnownMessages> Knows { get; set; } = above => new KnownMessages(above, null, [], 1);

    /// <summary>What a press comes to; a Stop stops its turn besides.</summary>
    public Func<ButtonPress, PressOutcome> Presses { get; set; } = _ => new PressOutcome();

    /// <summary>All presses in the order in which they came.</summary>
    public IReadOnlyList<ButtonPress> Pressed => [.. _presses];

    /// <summary>How many messages have begun a turn.</summary>
    public int Accepted => _byUpdate.Count;

    /// <summary>How often something came while it was away.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public bool Streams { get; set; } = true;

    /// <summary>Messages for which there is nothing to do: their turn was delivered before.</summary>
    public Func<InboundMessage, bool> Delivered { get; set; } = _ => false;

    public List<TurnRef> Undelivered { get; } = [];

    /// <summary>What it says of turns that an earlier ingress has left.</summary>
    public ConcurrentDictionary<Guid, Redelivery> Redelivered { get; } = [];

    /// <summary>Turns of which it counted that they were gone on with, in order.</summary>
    public ConcurrentQueue<Guid> Counted { get; } = [];

    /// <summary>Of those the ones that were taken back.</summary>
    public ConcurrentQueue<Guid> TakenBack { get; } = [];

    /// <summary>What a reply's documents hold, by the last word of their paths: <c>files/{name}</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = [];

    public ReplyStyle Style { get; set; }

    /// <summary>What a turn that a message begins finds in the chat: the messages of an answer that it replaces.</summary>
    public IReadOnlyList<DeliveredPart> Finds { get; set; } = [];

    /// <summary>The starts that it was told of.</summary>
    public ConcurrentQueue<(long Bot, BotStart Start)> Starts { get; } = [];

    /// <summary>What admins are to hear of each.</summary>
    public List<StartNotice> StartNotices { get; } = [];

    public List<CommandMenu> Menus { get; } = [];

    public static async Task<DialogStandIn> StartAsync()
    {
        var dialog = new DialogStandIn();
        await dialog._app.StartAsync(TestContext.Current.CancellationToken);
        dialog.Address = new Uri(dialog._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return dialog;
    }

    /// <summary>The next turn that a message has begun.</summary>
    public async Task<StandInTurn> NextTurnAsync() =>
        await _accepted.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Eventually.Limit);

    /// <summary>A turn of an earlier time, with what was delivered of it then.</summary>
    public StandInTurn AddTurn(TurnRef turn)
    {
        Undelivered.Add(turn);
        return BeginTurn(turn);
    }

    /// <summary>A turn that no message has begun.</summary>
    public StandInTurn BeginTurn(TurnRef turn) => _turns[turn.Id] = new StandInTurn(question: null, turn);

    public void Forget(StandInTurn turn)
    {
        _turns.TryRemove(turn.Turn.Id, out _);
        turn.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private IResult Accept(InboundMessage message)
    {
        if (Refuses(message) is { } status)
            return Results.StatusCode(status);
        var isNew = false;
        var turn = _byUpdate.GetOrAdd((message.Bot.Id, message.UpdateId), _ =>
        {
            isNew = true;
            return new StandInTurn(message, RefOf(message));
        });
        _turns[turn.Turn.Id] = turn;
        if (isNew)
            _accepted.Writer.TryWrite(turn);
        return Stream(turn);
    }

    private TurnRef RefOf(InboundMessage message) => new()
    {
        Id = Guid.CreateVersion7(),
        BotId = message.Bot.Id,
        Style = Style,
        Delivered = Finds,
        Chat = message.Chat,
        ReplyToMessageId = message.Chat.Kind == ChatKind.Group ? message.MessageId : null,
        Streams = Streams,
        IsDelivered = Delivered(message),
    };

    private IResult NotePart(Guid id, int part, PartReport report)
    {
        if (!_turns.TryGetValue(id, out var turn))
            return Results.NotFound();
        turn.Report(part, report);
        return Results.NoContent();
    }

    private IResult Count(Guid id, Redelivery redelivery)
    {
        Counted.Enqueue(id);
        return Results.Ok(redelivery);
    }

    private IResult Stop(Guid id)
    {
        if (!_turns.TryGetValue(id, out var turn))
            return Results.NotFound();
        turn.IsStopped = true;
        return Results.Accepted();
    }

    private PressOutcome Take(ButtonPress press)
    {
        _presses.Enqueue(press);
        if (ButtonData.TurnOf(ButtonData.Stop, press.Data) is { } id && _turns.TryGetValue(id, out var turn))
            turn.IsStopped = true;
        return Presses(press);
    }

    private static EventStreamResult<TurnEvent> Stream(StandInTurn turn) =>
        new(turn.FollowAsync(), ContractsJson.Default.TurnEvent, happened => happened.EventType);
}
