using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>The bot's token and where its Bot API is: Telegram itself, a server of one's own, or the playground.</summary>
internal sealed record Telegram(
    IResourceBuilder<ParameterResource> Token, Uri? ApiBaseUrl, IResourceBuilder<ProjectResource>? Playground);

internal static class TelegramExtensions
{
    private const string PlaygroundToken = "1000001:PLAYGROUND-000000000000000000000000";

    public static Telegram AddTelegram(
        this IDistributedApplicationBuilder builder, Settings settings, IResourceBuilder<ProjectResource>? playground) =>
        new(
            builder.AddParameter("telegram-bot-token", settings.TelegramBotToken ?? PlaygroundToken, secret: true),
            settings.TelegramApiBaseUrl,
            settings.HasTelegram ? null : playground);

    public static IResourceBuilder<ProjectResource> WithTelegram(this IResourceBuilder<ProjectResource> service, Telegram telegram)
    {
        service.WithEnvironment("TELEGRAM_BOT_TOKEN", telegram.Token);
        if (telegram.Playground is { } playground)
            return service.WithEnvironment("TELEGRAM_API_BASE_URL", playground.GetEndpoint("http")).WaitFor(playground);

        return telegram.ApiBaseUrl is { } url ? service.WithEnvironment("TELEGRAM_API_BASE_URL", url.AbsoluteUri) : service;
    }

    public static IResourceBuilder<ProjectResource> WithPublicUrl(this IResourceBuilder<ProjectResource> service, Uri? publicUrl) =>
        publicUrl is null ? service : service.WithEnvironment("PublicUrl", publicUrl.AbsoluteUri);
}
