using Microsoft.Extensions.DependencyInjection.Extensions;
using WisdomWave.Playground.BotApi;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.Pages;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi;
using WisdomWave.Playground.OperatorCommands;
using WisdomWave.Playground.People;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Playground;

/// <summary>Builds the playground for its own program and for tests.</summary>
public static class PlaygroundApp
{
    /// <param name="args">The command line, as for any ASP.NET Core application.</param>
    /// <param name="configure">Lets a test change URLs, options or the clock.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder, PlaygroundOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults();
        var options = PlaygroundOptions.Read(builder.Configuration);
        configure?.Invoke(builder, options);

        // Log lines about requests contain bot tokens and help nobody here.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = FileStore.UploadLimit + 1_000_000);
        // A flush completes when the bytes are sent, so that a fault can break a connection exactly after them.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        // A stop need not wait for open polls and event streams.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.ConfigureHttpJsonOptions(json => PlaygroundJson.Apply(json.SerializerOptions));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new PlaygroundSettings(options.TokenDelay, options.FloodLimits));
        builder.Services.AddSingleton<InjectedFaults>().AddSingleton<CallLog>();
        builder.Services.AddPeople();
        builder.Services.AddBotApi();
        builder.Services.AddOpenAi();
        builder.Services.AddTraffic();

        var app = builder.Build();
        app.UseSameOriginPolicy();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        // The chat page and the clients of Telegram and of the model's server have no service key.
        var open = app.MapGroup("").IsOpenToOthers();
        open.MapChatPage(options);
        open.MapPeople();
        open.MapBotApi(app.Services);
        open.MapOpenAi();
        open.MapFaults();
        app.MapOperatorCommands();
        return app;
    }
}
