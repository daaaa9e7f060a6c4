using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Playground;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Standing;

/// <summary>Ingress as it runs, between a playground's Bot API and a dialog that the test writes.</summary>
public sealed class IngressHost : IAsyncDisposable
{
    private readonly List<string> _settings;
    private readonly bool _isReplica;
    private WebApplication? _app;

    private IngressHost(IngressHost first) => (Playground, Dialog, _settings, _isReplica) = (first.Playground, first.Dialog, first._settings, true);

    private IngressHost(PlaygroundServer playground, DialogStandIn dialog, IEnumerable<string> settings)
    {
        Playground = playground;
        Dialog = dialog;
        _settings =
        [
            "--urls=http://127.0.0.1:0",
            $"--TELEGRAM_BOT_TOKEN={PlaygroundServer.BotToken}",
            $"--TELEGRAM_API_BASE_URL={playground.Address.ToString().TrimEnd('/')}",
            $"--services:dialog:http:0={dialog.Address}",
            // Tests do not wait as people do.
            "--Delivery:PrivateInterval=00:00:00.050",
            "--Delivery:GroupInterval=00:00:00.050",
            "--Delivery:GroupPerMinute=100000",
            "--Delivery:FirstTextDelay=00:00:00.020",
            "--Stopping:Patience=0",
            .. settings.Select(setting => "--" + setting),
        ];
    }

    public PlaygroundServer Playground { get; }

    public DialogStandIn Dialog { get; }

    public PlaygroundPerson Ann => Playground.Ann;

    public PlaygroundPerson Boris => Playground.Boris;

    public LogLines Log { get; } = new();

    /// <summary>The machine's clock when null.</summary>
    public TimeProvider? Clock { get; set; }

    public UpdateCounts Updates { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public static async Task<IngressHost> StartAsync(params IEnumerable<string> settings)
    {
        var host = await PrepareAsync(settings);
        await host.RunAsync();
        return host;
    }

    /// <summary>The surroundings; <see cref="RunAsync()"/> starts ingress in them.</summary>
    public static async Task<IngressHost> PrepareAsync(params IEnumerable<string> settings) =>
        new(await PlaygroundServer.StartAsync(hosts: "telegram.test", cancellationToken: TestContext.Current.CancellationToken), await DialogStandIn.StartAsync(), settings);

    /// <summary>The same with a playground that is different from others.</summary>
    public static async Task<IngressHost> PrepareAsync(Action<PlaygroundOptions> playground, params IEnumerable<string> settings) =>
        new(await PlaygroundServer.StartAsync(playground, cancellationToken: TestContext.Current.CancellationToken), await DialogStandIn.StartAsync(), settings);

    /// <summary>What it is started with.</summary>
    public IReadOnlyList<string> Settings => _settings;

    /// <summary>Another ingress between the same two.</summary>
    public async Task<IngressHost> AddReplicaAsync()
    {
        var replica = new IngressHost(this);
        await replica.RunAsync();
        return replica;
    }

    /// <summary>Starts anew with another setting.</summary>
    public Task RunAsync(string setting)
    {
        _settings.Add("--" + setting);
        return RunAsync();
    }

    public async Task RunAsync()
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
    public async Task<StandInTurn> AskAsync(string question)
    {
        await Ann.SayAsync(question, cancellationToken: TestContext.Current.CancellationToken);
        return await Dialog.NextTurnAsync();
    }

    /// <summary>Waits until these are the bot's messages in the person's chat, and no others.</summary>
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

    /// <summary>What Telegram answers next.</summary>
    public Task FailAsync(BotFault fault) => Playground.Client.FailAsync(fault, TestContext.Current.CancellationToken);

    public async Task StopAsync()
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
        await StopAsync();
        Updates.Dispose();
        if (_isReplica)
            return;
        await Dialog.DisposeAsync();
        await Playground.DisposeAsync();
    }
}
