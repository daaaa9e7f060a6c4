using Microsoft.Extensions.DependencyInjection.Extensions;
using WisdomWave.Playground.BotApi;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.Browsing;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi;
using WisdomWave.Playground.Operating;
using WisdomWave.Playground.People;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Playground;

/// <summary>The playground as an application: the service runs it, tests build their own.</summary>
public static class PlaygroundApp
{
    /// <param name="args">Command line, as for any ASP.NET Core application.</param>
    /// <param name="configure">What a test changes: urls, options, clock.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder, PlaygroundOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults();
        var options = PlaygroundOptions.Read(builder.Configuration);
        configure?.Invoke(builder, options);

        // Request lines have bots' tokens in them and are no news here.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = FileStore.UploadLimit + 1_000_000);
        // Open polls and event streams hold nothing that is worth waiting for.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.ConfigureHttpJsonOptions(json => PlaygroundJson.Apply(json.SerializerOptions));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new PlaygroundSettings(options.TokenDelay, options.FloodLimits));
        builder.Services.AddSingleton<FaultBox>().AddSingleton<Ledger>();
        builder.Services.AddPeople();
        builder.Services.AddBotApi();
        builder.Services.AddOpenAi();

        var app = builder.Build();
        app.UseOwnPage();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        // People and the clients of Telegram and the model's server have no service key.
        var open = app.MapGroup("").IsOpenToOthers();
        open.MapPage(options);
        open.MapPeople();
        open.MapBotApi(app.Services);
        open.MapOpenAi();
        open.MapFaults();
        app.MapOperations();
        return app;
    }
}
