using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

internal static class Playground
{
    /// <summary>Adds the playground if there is no token, to simulate Telegram, or no key, to simulate the model; otherwise returns null.</summary>
    public static IResourceBuilder<ProjectResource>? AddPlaygroundWhereNeeded(this IDistributedApplicationBuilder builder, Settings settings) =>
        !settings.NeedsPlayground
            ? null
            : builder.AddService<Projects.WisdomWave_Playground>("playground", settings.Ports.Playground)
                .WithEnvironment("PLAYGROUND_TELEGRAM", settings.HasTelegram ? "false" : "true")
                .WithEnvironment("PLAYGROUND_OPENAI", settings.HasModels ? "false" : "true");
}
