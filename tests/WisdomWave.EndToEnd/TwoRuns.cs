using System.Net;
using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;
using WisdomWave.Testing.Proxies;

namespace WisdomWave.EndToEnd;

/// <summary>
/// An application with a bot and two models on servers outside of it, on a machine that reaches them only through proxies. It runs twice
/// with the same data directory, the second time with two more bots: each start takes as much processor time as a hundred tests.
/// </summary>
/// <remarks>
/// Each stage begins where the one before has ended, and happens once: when the first test asks for it or for a later one.
/// </remarks>
public sealed partial class TwoRuns : IAsyncDisposable
{
    public const string Collection = "two runs";

    public const string Key = "sk-key-of-the-end-to-end-test";
    public const string OtherKey = "other-key-of-the-end-to-end-test";
    public const string ServiceKey = "service-key-of-the-end-to-end-test";
    public const string TelegramPassword = "password-for-telegram";
    public const string OtherPassword = "password-for-others";
    public const string WorkSecret = "work-token-of-the-end-to-end-test";
    public const string BrokenSecret = "broken-token-of-the-end-to-end-test";

    /// <summary>A question that must not be in any log.</summary>
    public const string Secret = "xylophonist";

    private const long HomeId = 110201543;
    private const long WorkId = 110201545;
    private const long BrokenId = 110201546;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-runs-").FullName;
    private readonly ProxyServer _forTelegram = new(new NetworkCredential("ann", TelegramPassword));
    private readonly ProxyServer _general = new(new NetworkCredential("boris", OtherPassword));
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { Authorization = new("Bearer", ServiceKey) } };
    private readonly Lazy<Task<PlaygroundServer>> _outside;
    private readonly Lazy<Task<Application>> _first;
    private readonly Lazy<Task<Application>> _second;
    private readonly Lazy<Task> _claimed;
    private readonly Lazy<Task<Surroundings>> _looked;
    private readonly Lazy<Task<HeldAnswer>> _stopped;
    private readonly Lazy<Task<Message>> _remembered;
    private readonly Lazy<Task<BotAnswers>> _botsAnswered;
    private readonly Lazy<Task<HeldAnswer>> _forced;

    /// <summary>The ports of ingress, dialog, completion and the cache in the current run.</summary>
    private int[] _ports = [];

    public TwoRuns()
    {
        _outside = new(() => PlaygroundServer.StartAsync(hosts: "telegram.test;model.test"));
        _first = new(() => StartAsync(new() { ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken }));
        _claimed = new(ClaimAsync);
        _looked = new(LookAsync);
        _stopped = new(StopAsync);
        _second = new(StartWithMoreBotsAsync);
        _remembered = new(RememberAsync);
        _botsAnswered = new(AskBotsAsync);
        _forced = new(ForceStopAsync);
    }

    /// <summary>The hosts for which each proxy was asked.</summary>
    public IReadOnlyCollection<string> AskedForTelegram => _forTelegram.Asked;

    /// <inheritdoc cref="AskedForTelegram"/>
    public IReadOnlyCollection<string> AskedOtherwise => _general.Asked;

    public Task<Application> First => _first.Value;

    /// <summary>The first run: Ann has claimed the bot and has let Boris in.</summary>
    public Task Claimed => _claimed.Value;

    /// <summary>The first run: a question was answered, and everything was looked at that other programs can see.</summary>
    public Task<Surroundings> LookedAt => _looked.Value;

    /// <summary>The end of the first run: it was told to stop while it wrote an answer.</summary>
    public Task<HeldAnswer> Stopped => _stopped.Value;

    /// <summary>
    /// The second run: it answered a question that was asked while it was down, and that only the first run can have made answerable. The
    /// message is its notice about the start.
    /// </summary>
    public Task<Message> Remembered => _remembered.Value;

    /// <summary>The second run: two bots were asked; Telegram rejects a third.</summary>
    public Task<BotAnswers> BotsAnswered => _botsAnswered.Value;

    /// <summary>The end of the second run: Ctrl+C was pressed twice while it wrote an answer.</summary>
    public Task<HeldAnswer> Forced => _forced.Value;

    /// <summary>Ann in the chat with the bot that she has claimed.</summary>
    private PlaygroundPerson Ann { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        foreach (var run in (Lazy<Task<Application>>[])[_first, _second])
        {
            if (run is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                await (await run.Value).DisposeAsync();
        }

        if (_outside is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _outside.Value).DisposeAsync();
        _http.Dispose();
        await _forTelegram.DisposeAsync();
        await _general.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Application> StartWithMoreBotsAsync()
    {
        var outside = await _outside.Value;
        await outside.Client.FailAsync(new BotFault { Method = "getMe", BotId = BrokenId, Status = 401, Times = 1000 });
        return await StartAsync(new()
        {
            ["Bots__home__Token"] = PlaygroundServer.BotToken,
            ["Bots__home__Persona"] = "You are a cook.",
            ["Bots__home__Access__Admins"] = $"{outside.Ann.Id}",
            ["Bots__work__Token"] = $"{WorkId}:{WorkSecret}",
            ["Bots__work__Persona"] = "You are a lawyer.",
            // With a section of its own, it does not belong to Ann, who has claimed the bot of the first run.
            ["Bots__work__Access__AllowedUsers"] = $"{outside.Ann.Id}",
            ["Bots__broken__Token"] = $"{BrokenId}:{BrokenSecret}",
            ["Access__Open"] = "true",
        });
    }

    private async Task<Application> StartAsync(Dictionary<string, string> bots)
    {
        _ports = Machine.FreePorts(4);
        var outside = await _outside.Value;
        _forTelegram.Names["telegram.test"] = outside.Address;
        _general.Names["model.test"] = outside.Address;
        outside.Client.HasDelivered = (person, cancellationToken) =>
            UndeliveredTurns.AreNoneAsync(_http, AddressOf(_ports[1]), person.BotId ?? HomeId, person.ChatId, cancellationToken);
        return await Application.StartAsync(_folder, new Dictionary<string, string>(bots)
        {
            ["TELEGRAM_API_BASE_URL"] = "http://telegram.test:8081",
            ["TELEGRAM_PROXY"] = _forTelegram.Setting("socks5"),
            ["OPENAI_API_KEY"] = Key,
            ["OPENAI_BASE_URL"] = "http://model.test:8082/v1",
            ["Models__0__Name"] = "other-model",
            ["Models__0__BaseUrl"] = "http://model.test:8082/v1",
            ["Models__0__ApiKey"] = OtherKey,
            ["HTTP_PROXY"] = _general.Setting("http"),
            ["https_proxy"] = _general.Setting("http"),
            ["ALL_PROXY"] = _general.Setting("socks5"),
            ["WISDOMWAVE_SERVICE_KEY"] = ServiceKey,
            // The logs of the services are on the console too.
            ["WISDOMWAVE_VERBOSE"] = "true",
            // No limit of the services ends a held answer before the test does.
            ["Stopping__Timeout"] = "00:20:00",
            ["Ports__Ingress"] = $"{_ports[0]}",
            ["Ports__Dialog"] = $"{_ports[1]}",
            ["Ports__Completion"] = $"{_ports[2]}",
            ["Ports__Cache"] = $"{_ports[3]}",
        });
    }

    private async Task ClaimAsync()
    {
        var (outside, application) = (await _outside.Value, await First);
        Ann = outside.Ann.With(HomeId);
        var boris = outside.Boris.With(HomeId);
        var code = await Eventually.GetAsync(
            () => Task.FromResult(ClaimCode().Match(application.Output) is { Success: true } match ? match.Groups[1].Value : null),
            "the console says how the bot is claimed");
        await boris.SayAsync("hello");
        await ReadAsync(boris, "has no owner yet");
        await Ann.SayAsync($"/start {code}");
        await ReadAsync(Ann, "🔑 You are the admin of this bot now.");

        await boris.SayAsync("hello");
        var refusal = await boris.ReadAnswerAsync(message => message.ReplyMarkup?.InlineKeyboard?[0][0].CallbackData == "let-me-in");
        await boris.PressAsync(refusal, "let-me-in");
        var question = await ReadAsync(Ann, $"🚪 Boris ({boris.Id}) would like to use this bot.");
        await Ann.PressAsync(question, $"let-in:{boris.Id}");
        await ReadAsync(boris, "🚪 You have been let in.");
        await boris.SayAsync("My name is Boris");
        await ReadAsync(boris, "Nice to meet you, Boris!");
    }

    private async Task<Surroundings> LookAsync()
    {
        await Claimed;
        await Ann.SayAsync(Secret);
        await Ann.ReadAnswerAsync(message => message.Text?.EndsWith("or long 5.", StringComparison.Ordinal) == true);
        return await Surroundings.LookAsync(await First, _ports, ServiceKey);
    }

    private async Task<HeldAnswer> StopAsync()
    {
        await LookedAt;
        var (outside, application) = (await _outside.Value, await First);
        await Ann.SayAsync("My name is Ann");
        await ReadAsync(Ann, "as long as our conversation lasts.");

        var growing = await HeldAnswer.AskAsync(outside, Ann, "long 1");
        var stop = application.StopAsync();
        await Task.Delay(HeldAnswer.LongerThanTheOrchestratorWaits);
        await outside.Client.ClearFaultsAsync();
        await stop;
        return await HeldAnswer.ReadAsync(outside, Ann, "long 1", growing);
    }

    private async Task<Message> RememberAsync()
    {
        await Stopped;
        // Written while the application is down: Telegram keeps the update.
        await Ann.SayAsync("What is my name?");
        await _second.Value;
        await ReadAsync(Ann, "Your name is Ann.");
        return await ReadAsync(Ann, "🟢 I have started");
    }

    private async Task<BotAnswers> AskBotsAsync()
    {
        var startNotice = await Remembered;
        var outside = await _outside.Value;
        await Eventually.HoldsAsync(
            async () => (await outside.Client.StateAsync()).Bots.Count(bot => bot.Online) == 2, "two of the three bots are online");
        return await BotAnswers.ReadAsync(await _second.Value, AddressOf(_ports[0]), Ann, outside.Ann.With(WorkId), startNotice);
    }

    private async Task<HeldAnswer> ForceStopAsync()
    {
        await BotsAnswered;
        var (outside, application) = (await _outside.Value, await _second.Value);
        var growing = await HeldAnswer.AskAsync(outside, Ann, "long 2");

        // Signals do not queue: a press before the first one was handled has no effect, so the operator presses again, a second later.
        await Eventually.HoldsAsync(
            async () =>
            {
                application.PressCtrlC();
                return await application.EndsWithinAsync(TimeSpan.FromSeconds(1));
            },
            "the app host has ended");
        await application.UntilNothingIsLeftAsync();
        return await HeldAnswer.ReadAsync(outside, Ann, "long 2", growing);
    }

    private static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}");

    private static Task<Message> ReadAsync(PlaygroundPerson person, string text) =>
        person.ReadAnswerAsync(message => message.Text?.Contains(text, StringComparison.Ordinal) == true);

    [GeneratedRegex(@"Nobody owns the bot @\w+ yet\. Send it /start (\S+) to become its admin\.")]
    private static partial Regex ClaimCode();
}

[CollectionDefinition(TwoRuns.Collection)]
public sealed class TwoRunsTestGroup : ICollectionFixture<TwoRuns>;
