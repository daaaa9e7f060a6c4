using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Resources;
using WisdomWave.AppHost.Starting;

namespace WisdomWave.AppHost.Publishing;

/// <summary>
/// Describes the application for another machine. Nothing of this one matters: no port is claimed, no directory is written, no
/// engine is asked, and the environment stays as it is.
/// </summary>
internal static class ManifestPublishing
{
    public static async Task<int> PublishAsync(this IDistributedApplicationBuilder builder, Settings settings, List<string> problems)
    {
        if (problems.Count > 0)
            return Refusal.Tell(problems);

        builder.AddBotTokens();
        builder.AddWisdomWave(WithoutPlayground(settings), Machine.OfTheManifest);
        await using var app = builder.Build();
        await app.RunAsync();
        return 0;
    }

    /// <summary>The token and the key are asked for when the manifest is deployed, so they count as set.</summary>
    private static Settings WithoutPlayground(Settings settings) => settings with
    {
        TelegramBotToken = settings.HasTelegram ? settings.TelegramBotToken : "",
        OpenAiApiKey = settings.HasModels ? settings.OpenAiApiKey : "",
    };
}
