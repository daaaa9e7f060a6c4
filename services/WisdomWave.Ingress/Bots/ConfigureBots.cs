using Microsoft.Extensions.Options;

namespace WisdomWave.Ingress.Bots;

/// <summary>Reads <c>TELEGRAM_BOT_TOKEN</c> and the list <c>Bots</c>; a bot of the list may have an <c>ApiBaseUrl</c> of its own.</summary>
internal sealed class ConfigureBots(IConfiguration configuration) : IConfigureOptions<BotsOptions>
{
    public const string TokenSetting = "TELEGRAM_BOT_TOKEN";
    public const string ApiBaseUrlSetting = "TELEGRAM_API_BASE_URL";

    public void Configure(BotsOptions options)
    {
        var apiBaseUrl = configuration[ApiBaseUrlSetting];
        if (configuration[TokenSetting] is { Length: > 0 } token)
            options.Bots.Add(new() { Name = "bot", Token = token.Trim(), TokenSetting = TokenSetting });
        foreach (var section in configuration.GetSection("Bots").GetChildren())
        {
            var bot = new BotOptions { Name = section.Key, TokenSetting = $"{section.Path}:Token" };
            section.Bind(bot);
            options.Bots.Add(bot);
        }

        foreach (var bot in options.Bots.Where(bot => string.IsNullOrEmpty(bot.ApiBaseUrl)))
            bot.ApiBaseUrl = string.IsNullOrEmpty(apiBaseUrl) ? null : apiBaseUrl;
    }
}
