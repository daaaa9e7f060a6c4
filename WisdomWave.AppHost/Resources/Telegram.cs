using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>The first bot's token, where there is one, and where the Bot API is: Telegram itself, a server of one's own, or the playground.</summary>
internal sealed record Telegram(
    IResourceBuilder<ParameterResource>? Token, Uri? ApiBaseUrl, IResourceBuilder<ProjectResource>? Playground);

internal static class TelegramExtensions
{
    private const string PlaygroundToken = "1000001:PLAYGROUND-000000000000000000000000";

    public static Telegram AddTelegram(
        this IDistributedApplicationBuilder builder, Settings settings, IResourceBuilder<ProjectResource>? playground) =>
        new(
            (settings.HasTelegram ? settings.TelegramBotToken : PlaygroundToken) is { } token
                ? builder.AddParameter("telegram-bot-token", token, secret: true)
                : null,
            settings.TelegramApiBaseUrl,
            settings.HasTelegram ? null : playground);

    public static IResourceBuilder<ProjectResource> WithTelegram(this IResourceBuilder<ProjectResource> service, Telegram telegram)
    {
        if (telegram.Token is { } token)
            service.WithEnvironment("TELEGRAM_BOT_TOKEN", token);
        if (telegram.Playground is { } playground)
            return service.WithEnvironment("TELEGRAM_API_BASE_URL", playground.GetEndpoint("http")).WaitFor(playground);

        service.WithBotTokens();
        return telegram.ApiBaseUrl is { } url ? service.WithEnvironment("TELEGRAM_API_BASE_URL", url.AbsoluteUri) : service;
    }

    public static IResourceBuilder<ProjectResource> WithPublicUrl(this IResourceBuilder<ProjectResource> service, Uri? publicUrl) =>
        publicUrl is null ? service : service.WithEnvironment("PublicUrl", publicUrl.AbsoluteUri);
}
