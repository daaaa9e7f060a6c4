using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Playground;

namespace WisdomWave.Testing.Playground;

/// <summary>A playground for one test: real Kestrel on a free port, answers streamed without pauses.</summary>
public sealed class PlaygroundServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlaygroundServer(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
        Client = new PlaygroundClient(address);
    }

    /// <summary>A token that the playground accepts; its number becomes the page's bot.</summary>
    public const string BotToken = "110201543:playground-token-of-the-tests";

    /// <summary>The base of the Bot API (<c>TELEGRAM_API_BASE_URL</c>) and of the page.</summary>
    public Uri Address { get; }

    /// <summary>The value for <c>OPENAI_BASE_URL</c>.</summary>
    public Uri OpenAiAddress => new(Address, "v1");

    public PlaygroundClient Client { get; }

    public PlaygroundPerson Ann => Client.Ann;

    public PlaygroundPerson Boris => Client.Boris;

    /// <param name="configure">Changes the options; the pause between pieces of an answer is zero unless set here.</param>
    /// <param name="time">A clock for the playground.</param>
    /// <param name="hosts">Additional host names, as in <c>AllowedHosts</c>.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static async Task<PlaygroundServer> StartAsync(
        Action<PlaygroundOptions>? configure = null, TimeProvider? time = null, string? hosts = null, CancellationToken cancellationToken = default)
    {
        var app = PlaygroundApp.Build([$"--AllowedHosts={hosts}"], (builder, options) =>
        {
            options.TokenDelay = TimeSpan.Zero;
            configure?.Invoke(options);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            if (time is not null)
                builder.Services.AddSingleton(time);
        });
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new PlaygroundServer(app, new Uri(addresses.First()));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}
