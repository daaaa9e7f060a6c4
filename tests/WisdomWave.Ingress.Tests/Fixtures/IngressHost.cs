using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Playground;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Fixtures;

/// <summary>A real ingress between a playground's Bot API and a fake dialog.</summary>
public sealed class IngressHost : IAsyncDisposable
{
    private const string OwnCategories = "WisdomWave";

    private readonly List<string> _settings;
    private readonly bool _isReplica;
    private WebApplication? _app;

    private IngressHost(IngressHost first) => (Playground, Dialog, _settings, _isReplica) = (first.Playground, first.Dialog, first._settings, true);

    private IngressHost(PlaygroundServer playground, FakeDialog dialog, IEnumerable<string> settings)
    {
        Playground = playground;
        Dialog = dialog;
        _settings =
        [
            "--urls=http://127.0.0.1:0",
            $"--TELEGRAM_BOT_TOKEN={PlaygroundServer.BotToken}",
            $"--TELEGRAM_API_BASE_URL={playground.Address.ToString().TrimEnd('/')}",
            $"--services:dialog:http:0={dialog.Address}",
            // Short delays keep the tests fast.
            "--Delivery:PrivateInterval=00:00:00.050",
            "--Delivery:GroupInterval=00:00:00.050",
            "--Delivery:GroupPerMinute=100000",
            "--Delivery:FirstTextDelay=00:00:00.020",
            "--Stopping:Timeout=0",
            .. settings.Select(setting => "--" + setting),
        ];
    }

    public PlaygroundServer Playground { get; }

    public FakeDialog Dialog { get; }

    public PlaygroundPerson Ann => Playground.Ann;

    public PlaygroundPerson Boris => Playground.Boris;

    public LogLines Log { get; } = new();

    /// <summary>The warnings of ingress itself. The server warns too, for example when a slow machine delays its heartbeat.</summary>
    public IReadOnlyList<string> Warnings => Log.Of(LogLevel.Warning, OwnCategories);

    /// <summary>The errors of ingress itself.</summary>
    public IReadOnlyList<string> Errors => Log.Of(LogLevel.Error, OwnCategories);

    /// <summary>Null for the machine's clock.</summary>
    public TimeProvider? Clock { get; set; }

    public UpdateCounts Updates { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public static async Task<IngressHost> StartAsync(params IEnumerable<string> settings)
    {
        var host = await PrepareAsync(settings);
        await host.StartIngressAsync();
        return host;
    }

    /// <summary>Starts ingress with a clock of the test.</summary>
    public static async Task<IngressHost> StartAsync(TimeProvider clock, params IEnumerable<string> settings)
    {
        var host = await PrepareAsync(settings);
        host.Clock = clock;
        await host.StartIngressAsync();
        return host;
    }

    /// <summary>Prepares the environment without starting ingress; see <see cref="StartIngressAsync()"/>.</summary>
    public static async Task<IngressHost> PrepareAsync(params IEnumerable<string> settings) =>
        new(await PlaygroundServer.StartAsync(hosts: "telegram.test", cancellationToken: TestContext.Current.CancellationToken), await FakeDialog.StartAsync(), settings);

    /// <summary>Like the other overload, with playground options.</summary>
    public static async Task<IngressHost> PrepareAsync(Action<PlaygroundOptions> playground, params IEnumerable<string> settings) =>
        new(await PlaygroundServer.StartAsync(playground, cancellationToken: TestContext.Current.CancellationToken), await FakeDialog.StartAsync(), settings);

    /// <summary>The command-line arguments.</summary>
    public IReadOnlyList<string> Settings => _settings;

    /// <summary>Starts another ingress in the same environment.</summary>
    public async Task<IngressHost> AddReplicaAsync()
    {
        var replica = new IngressHost(this);
        await replica.StartIngressAsync();
        return replica;
    }

    /// <summary>Starts ingress with an additional setting.</summary>
    public Task StartIngressAsync(string setting)
    {
        _settings.Add("--" + setting);
        return StartIngressAsync();
    }

    public async Task StartIngressAsync()
    {
        _app = IngressApp.Build([.. _settings], builder =>
        {
            builder.Logging.AddProvider(Log);
            if (Clock is not null)
                builder.Services.AddSingleton(Clock);
        });
        Updates.ListenTo(_app.Services.GetRequiredService<IMeterFactory>());
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Ann asks in her private chat.</summary>
    public async Task<FakeTurn> AskAsync(string question)
    {
        await Ann.SayAsync(question, cancellationToken: TestContext.Current.CancellationToken);
        return await Dialog.NextTurnAsync();
    }

    /// <summary>Waits until the bot's messages in the chat are exactly these.</summary>
    public static async Task ReadsAsync(PlaygroundPerson person, params string[] texts)
    {
        string[] read = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                read = [.. (await person.ReadAllAsync()).Where(message => message.From!.IsBot).Select(message => message.Text!)];
                return texts.SequenceEqual(read);
            },
            () => $"the chat reads [{string.Join(" | ", texts)}]; it reads [{string.Join(" | ", read)}]");
    }

    /// <summary>Makes Telegram fail the next matching request.</summary>
    public Task FailAsync(BotFault fault) => Playground.Client.FailAsync(fault, TestContext.Current.CancellationToken);

    public async Task StopIngressAsync()
    {
        if (_app is null)
            return;
        Http?.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopIngressAsync();
        Updates.Dispose();
        if (_isReplica)
            return;
        await Dialog.DisposeAsync();
        await Playground.DisposeAsync();
    }
}
