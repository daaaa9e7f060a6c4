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
            options.Bots.Add(new()
            {
                Name = Text(section, "Name") ?? section.Key,
                Token = Text(section, "Token") ?? "",
                TokenSetting = $"{section.Path}:Token",
                ApiBaseUrl = Text(section, "ApiBaseUrl"),
                ApiBaseUrlSetting = $"{section.Path}:ApiBaseUrl",
            });
        }

        foreach (var bot in options.Bots.Where(bot => bot.ApiBaseUrl is null))
            (bot.ApiBaseUrl, bot.ApiBaseUrlSetting) = (string.IsNullOrEmpty(apiBaseUrl) ? null : apiBaseUrl, ApiBaseUrlSetting);

        static string? Text(IConfigurationSection section, string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name]!.Trim();
    }
}
