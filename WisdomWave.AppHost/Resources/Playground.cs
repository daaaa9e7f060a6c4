using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

internal static class Playground
{
    /// <summary>Takes the place of Telegram without a token, of the models without a key; null where both are there.</summary>
    public static IResourceBuilder<ProjectResource>? AddPlaygroundWhereNeeded(this IDistributedApplicationBuilder builder, Settings settings) =>
        !settings.NeedsPlayground
            ? null
            : builder.AddService<Projects.WisdomWave_Playground>("playground", settings.Ports.Playground)
                .WithEnvironment("PLAYGROUND_TELEGRAM", settings.HasTelegram ? "false" : "true")
                .WithEnvironment("PLAYGROUND_OPENAI", settings.HasModels ? "false" : "true");
}
