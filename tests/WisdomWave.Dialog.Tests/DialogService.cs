using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests;

/// <summary>The real service on Kestrel with its own database, and a scripted completion service.</summary>
internal sealed class DialogService : IAsyncDisposable
{
    private const string MemoryFolder = "/dev/shm";

    private static readonly NoonClock Clock = new();

    /// <summary>A container often has a few megabytes only.</summary>
    private static readonly bool HasMemoryFolder = Directory.Exists(MemoryFolder) && new DriveInfo(MemoryFolder).AvailableFreeSpace > 1L << 30;

    private string[] _settings;
    private readonly string _folder;
    private WebApplication? _app;
    private int _updates;

    private DialogService(ScriptedCompletion completion, string folder, TestDatabase database, string[] settings) =>
        (Completion, _folder, Database, _settings) = (completion, folder, database, settings);

    public ScriptedCompletion Completion { get; }

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>PostgreSQL's in classes with <see cref="OnPostgresAttribute"/>, otherwise SQLite's.</summary>
    public TestDatabase Database { get; }

    /// <summary>Of SQLite.</summary>
    public string DatabasePath => Path.Combine(_folder, "dialog.db");

    /// <summary>What the service has logged, in all its starts.</summary>
    public LogLines Log { get; } = new();

    /// <summary>The time of a service without a clock of the test's own.</summary>
    public static DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Changes the services of the next start.</summary>
    public Action<IServiceCollection> ConfigureServices { get; set; } = _ => { };

    /// <summary>Starts with a clock of the test's own, which also drives timers.</summary>
    public static Task<DialogService> StartAtAsync(TimeProvider time, params string[] settings) =>
        StartConfiguredAsync(services => services.AddSingleton(time), settings);

    /// <summary>Starts with changed services, see <see cref="ConfigureServices"/>.</summary>
    public static Task<DialogService> StartConfiguredAsync(Action<IServiceCollection> configure, params string[] settings) =>
        StartWithAsync(CreateFolder(), MigratedDatabase.CopyTo, settings, configure);

    public static Task<DialogService> StartAsync(params string[] settings) => StartWithAsync(CreateFolder(), MigratedDatabase.CopyTo, settings);

    /// <summary>Starts over the database that <paramref name="database"/> creates at the given path.</summary>
    public static Task<DialogService> StartOverAsync(Action<string> database, params string[] settings)
    {
        Assert.SkipWhen(OnPostgresAttribute.IsOnCurrentTest, "The test is about a file of SQLite, and runs there.");
        return StartWithAsync(CreateFolder(), database, settings);
    }

    /// <summary>Starts over an existing database, of which the service disposes at the end.</summary>
    public static async Task<DialogService> StartOnAsync(TestDatabase database, params string[] settings)
    {
        var service = new DialogService(await ScriptedCompletion.StartAsync(), CreateFolder(), database, [.. database.Settings, .. settings]);
        await service.StartAppAsync();
        return service;
    }

    /// <summary>Starts with an existing, empty data folder, which is deleted at the end.</summary>
    public static Task<DialogService> StartInAsync(string folder, params string[] settings) => StartWithAsync(folder, MigratedDatabase.CopyTo, settings);

    /// <summary>In memory where that is possible: the flush of each transaction to a disk is what tests would wait for most.</summary>
    private static string CreateFolder() => HasMemoryFolder
        ? Directory.CreateDirectory(Path.Combine(MemoryFolder, $"wisdomwave-dialog-{Path.GetRandomFileName()}")).FullName
        : Directory.CreateTempSubdirectory("wisdomwave-dialog-").FullName;

    private static async Task<DialogService> StartWithAsync(
        string folder, Action<string> database, string[] settings, Action<IServiceCollection>? configure = null)
    {
        TestDatabase made = OnPostgresAttribute.IsOnCurrentTest
            ? await PostgresTestDatabase.CreateAsync()
            : new SqliteTestDatabase(Path.Combine(folder, "dialog.db"));
        var service = new DialogService(await ScriptedCompletion.StartAsync(), folder, made, [.. made.Settings, .. settings]);
        service.ConfigureServices = configure ?? service.ConfigureServices;
        if (made is SqliteTestDatabase)
            database(service.DatabasePath);
        await service.StartAppAsync();
        return service;
    }

    /// <summary>Stops the service. <see cref="Http"/> can still observe it.</summary>
    public Task StopAsync() => _app!.StopAsync(CancellationToken.None);

    /// <summary>Restarts with additional settings.</summary>
    public Task RestartAsync(params string[] settings)
    {
        _settings = [.. _settings, .. settings];
        return RestartAsync(() => { });
    }

    /// <param name="between">Runs while the service is stopped.</param>
    public async Task RestartAsync(Action between)
    {
        await StopAppAsync();
        between();
        await StartAppAsync();
    }

    public InboundMessage Message(string text, long person = 5, long? chat = null, string language = "en") => new()
    {
        Bot = new BotIdentity(7, "wisdomwave_bot"),
        UpdateId = Interlocked.Increment(ref _updates),
        Chat = new ChatAddress(chat ?? person, chat < 0 ? ChatKind.Group : ChatKind.Private),
        From = new Person(person, "Ann", language),
        MessageId = _updates,
        Text = text,
        AddressedBy = chat < 0 ? AddressedBy.Mention : AddressedBy.PrivateChat,
        SentAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Sends a message and returns all events of its turn.</summary>
    public async Task<IReadOnlyList<TurnEvent>> SendAsync(InboundMessage message) => await FollowAsync(message).ToListAsync(Token);

    /// <summary>Sends a text and returns the final reply without its buttons.</summary>
    public async Task<Reply> AskAsync(string text, long person = 5, string language = "en") =>
        WordsOf(await SendAsync(Message(text, person, language: language)));

    /// <summary>The final reply without its buttons.</summary>
    public static Reply WordsOf(IReadOnlyList<TurnEvent> events) => ReplyOf(events) with { Buttons = null };

    /// <summary>The event without the buttons of its reply.</summary>
    public static TurnEvent Words(TurnEvent turnEvent) => turnEvent switch
    {
        TurnCompleted completed => new TurnCompleted(completed.Reply with { Buttons = null }),
        TurnFailed failed => failed with { Reply = failed.Reply with { Buttons = null } },
        _ => turnEvent,
    };

    /// <summary>Sends a question and reports its answer as delivered.</summary>
    public async Task<TurnRef> AnsweredAsync(InboundMessage question)
    {
        var turn = ((TurnAccepted)(await SendAsync(question))[0]).Turn;
        await ReportAsync(turn.Id, 0, new PartReport(1000 + question.MessageId, PartState.Last));
        return turn;
    }

    /// <summary>Sends a message and returns its turn as soon as it is accepted.</summary>
    public async Task<Guid> AcceptedAsync(InboundMessage message)
    {
        await foreach (var turnEvent in FollowAsync(message))
        {
            if (turnEvent is TurnAccepted accepted)
                return accepted.Turn.Id;
        }

        throw new InvalidOperationException("The message was not accepted.");
    }

    /// <summary>Sends a question and returns its turn as soon as the answer starts to stream.</summary>
    public async Task<Guid> StreamingAsync(InboundMessage question)
    {
        Guid turn = default;
        await foreach (var turnEvent in FollowAsync(question))
        {
            if (turnEvent is TurnAccepted accepted)
                turn = accepted.Turn.Id;
            else if (turnEvent is TurnDelta)
                return turn;
        }

        throw new InvalidOperationException("The answer did not stream.");
    }

    /// <summary>Waits until the model has been asked this often, in all starts.</summary>
    public Task AskedAsync(int times = 1) =>
        Eventually.HoldsAsync(() => Completion.Requests.Count >= times, () => $"the model is asked {times} times; it was asked {Completion.Requests.Count} times");

    /// <summary>The messages of the last prompt, without the persona.</summary>
    public IEnumerable<string> LastPrompt => Completion.Requests.Last().Messages.Skip(1).Select(message => message.Text);

    public ButtonPress Press(string data, long person = 5, long? chat = null, bool isAdmin = true) => new()
    {
        Bot = new BotIdentity(7, "wisdomwave_bot"),
        UpdateId = Interlocked.Increment(ref _updates),
        Chat = new ChatAddress(chat ?? person, chat < 0 ? ChatKind.Group : ChatKind.Private),
        From = new Person(person, "Ann", "en"),
        MessageId = 1000 + _updates,
        Data = data,
        IsChatAdmin = isAdmin,
    };

    public Task<PressOutcome> PressAsync(string data) => PressAsync(Press(data));

    public async Task<PressOutcome> PressAsync(ButtonPress press)
    {
        using var response = await Http.PostAsync("/presses", JsonContent.Create(press, ContractsJson.Default.ButtonPress), Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.PressOutcome, Token))!;
    }

    public async IAsyncEnumerable<TurnEvent> FollowAsync(InboundMessage message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/messages")
        {
            Content = JsonContent.Create(message, ContractsJson.Default.InboundMessage),
        };
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.EnsureSuccessStatusCode();
        await foreach (var turnEvent in InTime(response, $"the events of the turn of update {message.UpdateId}"))
            yield return turnEvent;
    }

    public async Task<IReadOnlyList<TurnEvent>> JoinAsync(Guid turn)
    {
        using var joined = await OpenAsync(turn);
        return await EventsOfAsync(joined);
    }

    /// <summary>The first half of <see cref="JoinAsync"/>: the turn is joined when the task completes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Guid turn)
    {
        var response = await Http.GetAsync($"/turns/{turn}/events", HttpCompletionOption.ResponseHeadersRead, Token);
        return response.EnsureSuccessStatusCode();
    }

    /// <summary>The second half of <see cref="JoinAsync"/>.</summary>
    public static async Task<IReadOnlyList<TurnEvent>> EventsOfAsync(HttpResponseMessage joined) =>
        await InTime(joined, $"the events of {joined.RequestMessage?.RequestUri}").ToListAsync(Token);

    public async Task<IReadOnlyList<TurnRef>> UndeliveredAsync() =>
        (await Http.GetFromJsonAsync("/bots/7/turns", ContractsJson.Default.TurnRefArray, Token))!;

    public Task<HttpResponseMessage> ReportAsync(Guid turn, int part, PartReport report) =>
        Http.PostAsJsonAsync("/part-reports", [new TurnPartReport(turn, part, report)], ContractsJson.Default.TurnPartReportArray, Token);

    public DialogContext OpenDatabase() =>
        Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<DialogContext>>().CreateDbContext();

    /// <summary>Executes SQL of both databases that must change <paramref name="rows"/> rows, bypassing the service.</summary>
    public void Change(string sql, int rows = 1) => Assert.Equal(rows, Database.Change(sql));

    public static Reply ReplyOf(IReadOnlyList<TurnEvent> events) => events[^1] switch
    {
        TurnCompleted completed => completed.Reply,
        TurnFailed failed => failed.Reply,
        // Dropped: nothing was stored, and there is nothing to deliver.
        TurnAccepted { Turn.IsDelivered: true } => new Reply(""),
        var other => throw new InvalidOperationException($"The turn ended with {other}."),
    };

    public async ValueTask DisposeAsync()
    {
        await StopAppAsync();
        await Completion.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        // EF Core warns about queries with unexpected results. Operators would see these warnings.
        Assert.Empty(Log.Of(LogLevel.Warning, "Microsoft.EntityFrameworkCore.Query"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The events of a response, which must end within <see cref="Eventually.Limit"/>.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    private static async IAsyncEnumerable<TurnEvent> InTime(HttpResponseMessage response, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Eventually.Limit);
        await using var events = response.Content.ReadEventsAsync(ContractsJson.Default.TurnEvent, limit.Token).GetAsyncEnumerator(limit.Token);
        while (await MoveNextAsync())
            yield return events.Current;

        async Task<bool> MoveNextAsync()
        {
            try
            {
                return await events.MoveNextAsync();
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !Token.IsCancellationRequested)
            {
                throw new TimeoutException($"Not within {Eventually.Limit.TotalSeconds:0} s: {what} end.");
            }
        }
    }

    private async Task StartAppAsync()
    {
        _app = DialogApp.Build([
            "--urls=http://127.0.0.1:0",
            $"--WISDOMWAVE_DATA_DIR={_folder}",
            $"--services:completion:http:0={Completion.Address}",
            // Nothing listens on this port.
            "--services:ingress:http:0=http://127.0.0.1:1",
            "--MODEL_NAME=test-model",
            // Only a few tests are about access.
            "--Access:Open=true",
            "--Logging:Console:LogLevel:Default=None",
            // Stop at once.
            "--Stopping:Timeout=0",
            // A slow machine must not reach limits that a test is not about.
            "--Questions:SlowAfter=1.00:00:00",
            "--Questions:RetryFor=1.00:00:00",
            "--Attachments:FetchLimit=01:00:00",
            "--Attachments:TranscriptionLimit=01:00:00",
            "--Attachments:ReadLimit=01:00:00",
            .. _settings,
        ],
        builder =>
        {
            builder.Logging.AddProvider(Log);
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.WebHost.WaitForSlowClients();
            builder.Services.WaitForConnections();
            ConfigureServices(builder.Services);
        });
        try
        {
            await _app.StartAsync(Token);
        }
        catch
        {
            // StopAsync would throw for an app that has not started, and hide this exception.
            await _app.DisposeAsync();
            _app = null;
            throw;
        }

        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), Timeout = Eventually.Limit };
    }

    private async Task StopAppAsync()
    {
        if (_app is not { } app)
            return;

        Http.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
