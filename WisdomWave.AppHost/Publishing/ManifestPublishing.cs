using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.OperatorConsole;
using WisdomWave.AppHost.Startup;

namespace WisdomWave.AppHost.Publishing;

/// <summary>
/// Writes a manifest that describes the application for another machine. This machine's state does not matter: no port is claimed, no
/// data directory is created, no container engine is started, and the environment stays unchanged.
/// </summary>
internal static class ManifestPublishing
{
    public static async Task<int> PublishAsync(this IDistributedApplicationBuilder builder, Settings settings, List<string> problems, bool verbose)
    {
        if (problems.Count > 0 || ManifestFile.At(builder.Configuration, problems) is not { } file)
            return StartFailure.Report(problems);

        if (!verbose && !builder.Configuration.GetValue<bool>(QuietConsole.VerboseSetting))
            builder.Services.AddLogging(HideStackTraces);
        builder.AddWisdomWave(WithoutPlayground(settings), Machine.ForManifest);
        await using var app = builder.Build();
        await app.RunAsync();
        return file.IsWritten()
            ? 0
            : StartFailure.Report([$"The manifest was not written to {file.Path}; check that the path is not a directory, or add --verbose to see the cause."]);
    }

    // Our own sentence reports a failure; Aspire's message with the written file's name stays.
    private static void HideStackTraces(ILoggingBuilder logging) => logging
        .AddFilter("Aspire.Hosting.Publishing", LogLevel.None)
        .AddFilter("Aspire.Hosting.Publishing.ManifestPublisher", LogLevel.Information)
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

    /// <summary>A deployment asks for the token and the key, so they count as set here.</summary>
    private static Settings WithoutPlayground(Settings settings) => settings with
    {
        TelegramBotToken = settings.HasTelegram ? settings.TelegramBotToken : "",
        OpenAiApiKey = settings.HasModels ? settings.OpenAiApiKey : "",
    };
}
