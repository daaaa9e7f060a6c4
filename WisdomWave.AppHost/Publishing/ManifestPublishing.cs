using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.OperatorConsole;
using WisdomWave.AppHost.Starting;

namespace WisdomWave.AppHost.Publishing;

/// <summary>
/// Describes the application for another machine. Nothing of this one matters: no port is claimed, no directory is written, no
/// engine is asked, and the environment stays as it is.
/// </summary>
internal static class ManifestPublishing
{
    public static async Task<int> PublishAsync(this IDistributedApplicationBuilder builder, Settings settings, List<string> problems, bool verbose)
    {
        if (problems.Count > 0 || ManifestFile.At(builder.Configuration, problems) is not { } file)
            return Refusal.Tell(problems);

        if (!verbose && !builder.Configuration.GetValue<bool>(QuietConsole.VerboseSetting))
            builder.Services.AddLogging(HideStackTraces);
        builder.AddWisdomWave(WithoutPlayground(settings), Machine.OfTheManifest);
        await using var app = builder.Build();
        await app.RunAsync();
        return file.IsWritten()
            ? 0
            : Refusal.Tell([$"The manifest was not written to {file.Path}; check that this can be a file, or add --verbose to see why."]);
    }

    // A failure is told in one sentence of our own; the message that names the written file stays.
    private static void HideStackTraces(ILoggingBuilder logging) => logging
        .AddFilter("Aspire.Hosting.Publishing", LogLevel.None)
        .AddFilter("Aspire.Hosting.Publishing.ManifestPublisher", LogLevel.Information)
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

    /// <summary>The token and the key are asked for when the manifest is deployed, so they count as set.</summary>
    private static Settings WithoutPlayground(Settings settings) => settings with
    {
        TelegramBotToken = settings.HasTelegram ? settings.TelegramBotToken : "",
        OpenAiApiKey = settings.HasModels ? settings.OpenAiApiKey : "",
    };
}
