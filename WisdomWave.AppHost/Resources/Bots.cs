using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// What of the section <c>Bots</c> goes where. It is read again whenever a service starts, so that a bot which was added or
/// removed meanwhile needs a restart of ingress alone; ingress checks it then.
/// </summary>
internal static class Bots
{
    private const string TokenDescription =
        """
        The token of one of your bots, from [@BotFather](https://t.me/BotFather).

        After a change restart **ingress**. The token of another bot also needs a restart of **dialog**.
        """;

    private static readonly string[] ForDialog = ["Name", "Persona", "Model", "Models", "Access", "Budgets"];

    /// <summary>Lets the dashboard show and set the token of a bot that is there at the start.</summary>
    public static void AddBotToken(this IDistributedApplicationBuilder builder, BotSettings bot)
    {
        var setting = $"{BotList.Section}:{bot.Key}:Token";
        if (builder.Configuration[setting]?.Trim() is { Length: > 0 } token)
            builder.AddSecret(setting, token, TokenDescription).Resource.Annotations.Add(new TokenAtStart(token));
    }

    /// <summary>Name, address and token, the latter as a secret.</summary>
    public static IResourceBuilder<ProjectResource> WithBotTokens(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        return service.WithEnvironment(async context =>
        {
            foreach (var bot in builder.Configuration.GetSection(BotList.Section).GetChildren())
            {
                var prefix = Variable(bot.Path);
                foreach (var setting in bot.GetChildren().Where(setting => setting.Key.ToUpperInvariant() is "NAME" or "APIBASEURL"))
                    context.EnvironmentVariables[$"{prefix}__{setting.Key}"] = setting.Value ?? "";

                var token = await builder.TokenAsync(bot, context.CancellationToken);
                context.EnvironmentVariables[$"{prefix}__Token"] = await builder.TokenParameterAsync(bot, token, context.CancellationToken);
            }
        });
    }

    /// <summary>The bot's number instead of its token, and what is special about its conversations.</summary>
    public static IResourceBuilder<ProjectResource> WithBotSections(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        return service.WithEnvironment(async context =>
        {
            foreach (var bot in builder.Configuration.GetSection(BotList.Section).GetChildren())
            {
                if (BotToken.IdOf(await builder.TokenAsync(bot, context.CancellationToken)) is not { } id)
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

    /// <summary>What was set in the dashboard since the start; else what the configuration says now.</summary>
    private static async ValueTask<string> TokenAsync(
        this IDistributedApplicationBuilder builder, IConfigurationSection bot, CancellationToken cancellationToken)
    {
        var parameter = builder.TokenAtStartOf(bot);
        if (parameter?.Annotations.OfType<TokenAtStart>().FirstOrDefault() is { } start
            && await parameter.CurrentValueAsync(cancellationToken) is var current
            && current != start.Value)
            return current?.Trim() ?? "";

        return bot["Token"]?.Trim() ?? "";
    }

    /// <summary>The registered parameter while it has this token; else one of another name, because the model has that name already.</summary>
    private static async ValueTask<ParameterResource> TokenParameterAsync(
        this IDistributedApplicationBuilder builder, IConfigurationSection bot, string token, CancellationToken cancellationToken)
    {
        if (builder.TokenAtStartOf(bot) is not { } registered)
            return new ParameterResource(ParameterName(bot.Key), _ => token, secret: true);

        return (await registered.CurrentValueAsync(cancellationToken))?.Trim() == token
            ? registered
            : new ParameterResource($"{registered.Name}-changed", _ => token, secret: true);
    }

    private static ParameterResource? TokenAtStartOf(this IDistributedApplicationBuilder builder, IConfigurationSection bot) =>
        builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == ParameterName(bot.Key));

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static string ParameterName(string key) => $"bots-{key.Replace('_', '-').ToLowerInvariant()}-token";

    /// <summary>Tells a token that was set in the dashboard from one that changed in the configuration.</summary>
    private sealed record TokenAtStart(string Value) : IResourceAnnotation
    {
        public override string ToString() => nameof(TokenAtStart);
    }
}
