using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// What of the section <c>Bots</c> goes where. It is read anew whenever a service starts, so that a bot which was added or
/// removed meanwhile needs a restart of ingress alone; ingress checks it then.
/// </summary>
internal static class Bots
{
    private static readonly string[] ForDialog = ["Name", "Persona", "Model", "Models", "Access", "Budgets"];

    /// <summary>Name, address and token, the latter as a secret.</summary>
    public static IResourceBuilder<ProjectResource> WithBotTokens(this IResourceBuilder<ProjectResource> service)
    {
        var configuration = service.ApplicationBuilder.Configuration;
        return service.WithEnvironment(context =>
        {
            foreach (var bot in configuration.GetSection(BotList.Section).GetChildren())
            {
                var prefix = Variable(bot.Path);
                foreach (var setting in bot.GetChildren().Where(setting => setting.Key.ToUpperInvariant() is "NAME" or "APIBASEURL"))
                    context.EnvironmentVariables[$"{prefix}__{setting.Key}"] = setting.Value ?? "";

                var token = bot["Token"]?.Trim() ?? "";
                context.EnvironmentVariables[$"{prefix}__Token"] = new ParameterResource(ParameterName(bot.Key), _ => token, secret: true);
            }
        });
    }

    /// <summary>
    /// A manifest names each token as an input. In a run they are no resources of their own, so that a bot can be added meanwhile.
    /// </summary>
    public static void AddBotTokens(this IDistributedApplicationBuilder builder)
    {
        foreach (var bot in builder.Configuration.GetSection(BotList.Section).GetChildren())
            builder.AddParameter(ParameterName(bot.Key), () => bot["Token"]?.Trim() ?? "", secret: true);
    }

    /// <summary>The bot's number instead of its token, and what is special about its conversations.</summary>
    public static IResourceBuilder<ProjectResource> WithBotSections(this IResourceBuilder<ProjectResource> service)
    {
        var configuration = service.ApplicationBuilder.Configuration;
        return service.WithEnvironment(context =>
        {
            foreach (var bot in configuration.GetSection(BotList.Section).GetChildren())
            {
                if (BotToken.IdOf(bot["Token"]?.Trim()) is not { } id)
                    continue;

                context.EnvironmentVariables[$"{Variable(bot.Path)}__Id"] = $"{id}";
                foreach (var (key, value) in ForDialog.SelectMany(name => bot.GetSection(name).AsEnumerable()))
                {
                    if (value is not null)
                        context.EnvironmentVariables[Variable(key)] = value;
                }
            }
        });
    }

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static string ParameterName(string key) => $"bots-{key.Replace('_', '-').ToLowerInvariant()}-token";
}
