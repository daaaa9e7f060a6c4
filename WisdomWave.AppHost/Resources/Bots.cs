using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// Passes the section <c>Bots</c> to the services. It is read at every start of a service, so a bot that was added or removed in the
/// meantime needs only a restart of ingress, which then checks the section.
/// </summary>
internal static class Bots
{
    private const string TokenDescription =
        """
        The token of one of your bots, from [@BotFather](https://t.me/BotFather).

        After a change, restart **ingress**. If the token belongs to a different bot, restart **dialog**, too.
        """;

    private static readonly string[] ForDialog = ["Name", "Persona", "Model", "Models", "Access", "Budgets"];

    /// <summary>Lets the dashboard show and set the token of a bot that is configured at startup.</summary>
    public static void AddBotToken(this IDistributedApplicationBuilder builder, BotSettings bot)
    {
        var setting = $"{BotList.Section}:{bot.Key}:Token";
        if (builder.Configuration[setting]?.Trim() is { Length: > 0 } token)
            builder.AddSecret(setting, token, TokenDescription).Resource.Annotations.Add(new TokenAtStart(token));
    }

    /// <summary>Passes each bot's name, API address and token, which is a secret.</summary>
    public static IResourceBuilder<ProjectResource> WithBotTokens(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        return service.WithEnvironment(async context =>
        {
            foreach (var bot in builder.Configuration.GetSection(BotList.Section).GetChildren())
            {
                var prefix = Service.Variable(bot.Path);
                foreach (var setting in bot.GetChildren().Where(setting => setting.Key.ToUpperInvariant() is "NAME" or "APIBASEURL"))
                    context.EnvironmentVariables[$"{prefix}__{setting.Key}"] = setting.Value ?? "";

                var token = await builder.TokenAsync(bot, context.CancellationToken);
                context.EnvironmentVariables[$"{prefix}__Token"] = await builder.TokenParameterAsync(bot, token, context.CancellationToken);
            }
        });
    }

    /// <summary>Passes each bot's ID instead of its token, and its settings for conversations.</summary>
    public static IResourceBuilder<ProjectResource> WithBotSections(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        return service.WithEnvironment(async context =>
        {
            foreach (var bot in builder.Configuration.GetSection(BotList.Section).GetChildren())
            {
                if (BotToken.IdOf(await builder.TokenAsync(bot, context.CancellationToken)) is not { } id)
                    continue;

                context.EnvironmentVariables[$"{Service.Variable(bot.Path)}__Id"] = $"{id}";
                foreach (var (key, value) in ForDialog.SelectMany(name => bot.GetSection(name).AsEnumerable()))
                {
                    if (value is not null)
                        context.EnvironmentVariables[Service.Variable(key)] = value;
                }
            }
        });
    }

    /// <summary>Returns the token that was set in the dashboard since the start, or else the current configuration's.</summary>
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

    /// <summary>Returns the registered parameter if it has this token, or else one with a different name, because names must be unique.</summary>
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

    private static string ParameterName(string key) => $"bots-{key.Replace('_', '-').ToLowerInvariant()}-token";

    /// <summary>Distinguishes a token that was set in the dashboard from one that changed in the configuration.</summary>
    private sealed record TokenAtStart(string Value) : IResourceAnnotation
    {
        public override string ToString() => nameof(TokenAtStart);
    }
}
