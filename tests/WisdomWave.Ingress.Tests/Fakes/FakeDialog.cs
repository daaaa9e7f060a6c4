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

namespace WisdomWave.Ingress.Tests.Fakes;

/// <summary>Dialog's HTTP API on a real port, with turns written by the test.</summary>
public sealed class FakeDialog : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(long Bot, long Update), FakeTurn> _byUpdate = [];
    private readonly ConcurrentDictionary<Guid, FakeTurn> _turns = [];
    private readonly ConcurrentQueue<ButtonPress> _presses = [];

    private readonly Channel<FakeTurn> _accepted = Channel.CreateUnbounded<FakeTurn>();
    private readonly ConcurrentDictionary<Guid, ValueTuple> _handedOut = [];
    private int _refused;
    private int _refusedFiles;

    private FakeDialog()
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
        _app.MapPost("/part-reports", NoteParts);
        _app.MapGet("/turns/{id:guid}/known-messages", (Guid id, int above) => _turns.ContainsKey(id) ? Results.Ok(Knows(above)) : Results.NotFound());
        _app.MapPost("/turns/{id:guid}/redeliveries", (Guid id) => FailsToCount ? Results.StatusCode(500) : Redelivered.GetValueOrDefault(id) is { } redelivery ? Count(id, redelivery) : Results.NotFound());
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
        _app.MapPost("/claims", (ClaimRequest claim) => Undelivered.Where(turn => claim.Bots.Contains(turn.BotId) && _handedOut.TryAdd(turn.Id, default)).ToArray());
        _app.MapDelete("/claims", () => { });
        _app.MapGet("/files/{name}", Download);
        _app.MapPost("/bots/{bot:long}/starts", (long bot, BotStart start) =>
        {
            Starts.Enqueue((bot, start));
            return StartNotices.ToArray();
        });
        _app.MapPost("/alerts", (AlertReport report) =>
        {
            Alerts.Enqueue(report);
            return report.Alerts.Count == 0 ? Results.BadRequest() : Results.Ok(AlertNotices.ToArray());
        });
        _app.MapGet("/commands", () => Menus.ToArray());
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Returns 503 for all requests.</summary>
    public bool IsAway { get; set; }

    /// <summary>Returns this status for matching messages.</summary>
    public Func<InboundMessage, int?> Refuses { get; set; } = _ => null;

    /// <summary>The reported chat migrations.</summary>
    public ConcurrentQueue<(long From, long To)> Moves { get; } = [];

    /// <summary>Returns 500 for chat migrations.</summary>
    public bool FailsToMove { get; set; }

    /// <summary>The number of reports in each request.</summary>
    public ConcurrentQueue<int> ReportRequests { get; } = [];

    /// <summary>Requests with reports are answered only after this.</summary>
    public Task ReportsHeldUntil { get; set; } = Task.CompletedTask;

    /// <summary>Reports that are not stored.</summary>
    public Func<TurnPartReport, bool> CannotStore { get; set; } = _ => false;

    /// <summary>Returns this status for a request that contains a matching report, and stores none of its reports.</summary>
    public Func<TurnPartReport, int?> RefusesRequestWith { get; set; } = _ => null;

    /// <summary>The known message ids near a lost message.</summary>
    public Func<int, KnownMessages> Knows { get; set; } = above => new KnownMessages(above, null, [], 1);

    /// <summary>The outcome of a button press; a press on Stop also stops its turn.</summary>
    public Func<ButtonPress, PressOutcome> Presses { get; set; } = _ => new PressOutcome();

    /// <summary>All button presses, in order of arrival.</summary>
    public IReadOnlyList<ButtonPress> Pressed => [.. _presses];

    /// <summary>The number of messages that started a turn.</summary>
    public int Accepted => _byUpdate.Count;

    /// <summary>The number of requests while <see cref="IsAway"/>.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public bool Streams { get; set; } = true;

    /// <summary>Messages whose turn counts as already delivered.</summary>
    public Func<InboundMessage, bool> Delivered { get; set; } = _ => false;

    public List<TurnRef> Undelivered { get; } = [];

    /// <summary>The responses for resumed turns.</summary>
    public ConcurrentDictionary<Guid, Redelivery> Redelivered { get; } = [];

    /// <summary>The turns whose resumption was counted, in order.</summary>
    public ConcurrentQueue<Guid> Counted { get; } = [];

    /// <summary>The turns whose resumption was uncounted.</summary>
    public ConcurrentQueue<Guid> TakenBack { get; } = [];

    /// <summary>Returns 500 when a resumed delivery is counted.</summary>
    public bool FailsToCount { get; set; }

    /// <summary>The names of reply documents for which 500 is returned.</summary>
    public ConcurrentQueue<string> BrokenFiles { get; } = [];

    /// <summary>The contents of reply documents, by the last segment of their paths: <c>files/{name}</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = [];

    /// <summary>Returns 503 for reply documents.</summary>
    public bool AreFilesAway { get; set; }

    /// <summary>The number of requests for reply documents that failed, because of <see cref="AreFilesAway"/> or <see cref="BrokenFiles"/>.</summary>
    public int RefusedFiles => Volatile.Read(ref _refusedFiles);

    public ReplyStyle Style { get; set; }

    /// <summary>The existing messages for new turns, as when an answer is regenerated.</summary>
    public IReadOnlyList<DeliveredPart> Finds { get; set; } = [];

    /// <summary>The reported starts.</summary>
    public ConcurrentQueue<(long Bot, BotStart Start)> Starts { get; } = [];

    /// <summary>The notices returned for each start.</summary>
    public List<StartNotice> StartNotices { get; } = [];

    /// <summary>The reports of alerts. One without alerts is refused.</summary>
    public ConcurrentQueue<AlertReport> Alerts { get; } = [];

    /// <summary>The notices returned for each of them.</summary>
    public List<TurnRef> AlertNotices { get; } = [];

    public List<CommandMenu> Menus { get; } = [];

    public static async Task<FakeDialog> StartAsync()
    {
        var dialog = new FakeDialog();
        await dialog._app.StartAsync(TestContext.Current.CancellationToken);
        dialog.Address = new Uri(dialog._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return dialog;
    }

    /// <summary>The next turn started by a message.</summary>
    public async Task<FakeTurn> NextTurnAsync() =>
        await _accepted.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Eventually.Limit);

    /// <summary>Adds a turn left by an earlier process.</summary>
    public FakeTurn AddTurn(TurnRef turn)
    {
        Undelivered.Add(turn);
        return BeginTurn(turn);
    }

    /// <summary>Adds a turn that no message started.</summary>
    public FakeTurn BeginTurn(TurnRef turn) => _turns[turn.Id] = new FakeTurn(question: null, turn);

    public void Forget(FakeTurn turn)
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
            return new FakeTurn(message, RefOf(message));
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

    private async Task<IResult> NoteParts(TurnPartReport[] reports)
    {
        ReportRequests.Enqueue(reports.Length);
        await ReportsHeldUntil;
        if (reports.Select(RefusesRequestWith).FirstOrDefault(status => status is not null) is { } refusal)
            return Results.StatusCode(refusal);

        foreach (var report in reports)
        {
            if (_turns.TryGetValue(report.TurnId, out var turn) && !CannotStore(report))
                turn.Report(report.Part, report.Report);
        }

        return Results.Ok(reports.Index().Where(report => CannotStore(report.Item)).Select(report => report.Index).ToArray());
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

    private IResult Download(string name)
    {
        if (AreFilesAway)
        {
            Interlocked.Increment(ref _refusedFiles);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (BrokenFiles.Contains(name))
        {
            Interlocked.Increment(ref _refusedFiles);
            return Results.StatusCode(500);
        }

        return Files.TryGetValue(name, out var bytes) ? Results.Bytes(bytes, "text/plain") : Results.NotFound();
    }

    private static EventStreamResult<TurnEvent> Stream(FakeTurn turn) =>
        new(turn.FollowAsync(), ContractsJson.Default.TurnEvent, happened => happened.EventType);
}
