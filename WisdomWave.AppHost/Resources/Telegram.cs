using WisdomWave.AppHost.Configuration;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.AppHost.Resources;

/// <summary>The first bot's token, if there is one, and the Bot API server: Telegram, the operator's own, or the playground.</summary>
internal sealed record Telegram(
    IResourceBuilder<ParameterResource>? Token, Uri? ApiBaseUrl, string? FilesDirectory, IResourceBuilder<ProjectResource>? Playground);

internal static class TelegramExtensions
{
    private const string PlaygroundToken = "1000001:PLAYGROUND-000000000000000000000000";

    private const string TokenDescription =
        """
        The token of your bot: send `/newbot` to [@BotFather](https://t.me/BotFather) and copy it. Without a token, the playground
        simulates Telegram.

        After a change, restart **ingress**. The playground disappears from the list at the next start of the application.
        """;

    public static Telegram AddTelegram(
        this IDistributedApplicationBuilder builder, Settings settings, IResourceBuilder<ProjectResource>? playground)
    {
        foreach (var bot in settings.Bots)
            builder.AddBotToken(bot);
        return new(
            // With the section Bots, TELEGRAM_BOT_TOKEN is optional.
            settings.HasTelegram && settings.TelegramBotToken is null
                ? null
                : builder.AddSetting(
                    "telegram-bot-token", "TELEGRAM_BOT_TOKEN", settings.TelegramBotToken,
                    settings.HasTelegram ? null : PlaygroundToken, TokenDescription, secret: true),
            settings.TelegramApiBaseUrl,
            settings.TelegramFilesDirectory,
            settings.HasTelegram ? null : playground);
    }

    public static IResourceBuilder<ProjectResource> WithTelegram(this IResourceBuilder<ProjectResource> service, Telegram telegram)
    {
        if (telegram is { Playground: { } playground, Token: { } first })
            return service.WithPlaygroundUntilTokenIsSet(first, playground).WaitFor(playground);

        if (telegram.Token is { } token)
            service.WithEnvironment("TELEGRAM_BOT_TOKEN", token);
        service.WithBotTokens();
        if (telegram.FilesDirectory is { } files)
            service.WithEnvironment(Settings.FilesSetting, files);
        return telegram.ApiBaseUrl is { } url ? service.WithEnvironment("TELEGRAM_API_BASE_URL", url.AbsoluteUri) : service;
    }

    /// <summary>
    /// Opens the playground's bot to everyone, because only this machine can reach it. The setting names the bot's ID: if a token is set in
    /// the dashboard, ingress uses another bot, and dialog need not restart to keep that one closed.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithOpenPlayground(this IResourceBuilder<ProjectResource> dialog, Telegram telegram) =>
        telegram.Playground is null ? dialog : dialog.WithEnvironment("Access__OpenBots", PlaygroundToken.Split(':')[0]);

    /// <summary>
    /// Tells dialog the ID of the bot of <c>TELEGRAM_BOT_TOKEN</c>, which has no section, so that dialog measures the bot from its own start on:
    /// ingress reports a bot only when the bot starts. A deployment's token is not known when its manifest is written.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithFirstBotId(this IResourceBuilder<ProjectResource> dialog, Telegram telegram) =>
        telegram.Token is not { } token || dialog.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? dialog
            : dialog.WithEnvironment(async context =>
            {
                var value = await token.Resource.CurrentValueAsync(context.CancellationToken) ?? (telegram.Playground is null ? null : PlaygroundToken);
                if (BotToken.IdOf(value?.Trim()) is { } id)
                    context.EnvironmentVariables["TELEGRAM_BOT_ID"] = $"{id}";
            });

    public static IResourceBuilder<ProjectResource> WithPublicUrl(this IResourceBuilder<ProjectResource> service, Uri? publicUrl) =>
        publicUrl is null ? service : service.WithEnvironment("PublicUrl", publicUrl.AbsoluteUri);

    /// <summary>If the token is set in the dashboard later, the service uses the real Telegram from its next start.</summary>
    private static IResourceBuilder<ProjectResource> WithPlaygroundUntilTokenIsSet(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> token, IResourceBuilder<ProjectResource> playground) =>
        service.WithEnvironment(async context =>
        {
            var value = await token.Resource.CurrentValueAsync(context.CancellationToken);
            context.EnvironmentVariables["TELEGRAM_BOT_TOKEN"] = value is null ? PlaygroundToken : token.Resource;
            if (value is null or PlaygroundToken)
                context.EnvironmentVariables["TELEGRAM_API_BASE_URL"] = playground.GetEndpoint("http");
        });
}
