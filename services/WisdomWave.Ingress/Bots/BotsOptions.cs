using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Bots;

internal sealed class BotsOptions
{
    public List<BotOptions> Bots { get; } = [];
}

/// <summary>One bot.</summary>
internal sealed class BotOptions
{
    /// <summary>The name used in logs and health checks.</summary>
    public string Name { get; set; } = "";

    /// <summary>The token from @BotFather (<c>id:secret</c>).</summary>
    public string Token { get; set; } = "";

    /// <summary>The base URL of a self-hosted Bot API server; null for Telegram's own.</summary>
    public string? ApiBaseUrl { get; set; }

    /// <summary>The configuration key of the token, for error messages.</summary>
    public string TokenSetting { get; set; } = "";

    /// <summary>The configuration key of <see cref="ApiBaseUrl"/>, for error messages.</summary>
    public string ApiBaseUrlSetting { get; set; } = "";

    /// <summary>The path of <see cref="ApiBaseUrl"/> without a trailing slash, for instance <c>/bot-api</c>; usually empty.</summary>
    public string ApiBasePath => ApiBaseUrl is null ? "" : new Uri(ApiBaseUrl).AbsolutePath.TrimEnd('/');

    /// <summary>The number before the colon.</summary>
    public long Id => BotToken.IdOf(Token) ?? throw new InvalidOperationException($"{TokenSetting} is not a valid bot token.");
}

/// <summary>Reads <c>TELEGRAM_BOT_TOKEN</c> and the list <c>Bots</c>, whose entries may have their own <c>ApiBaseUrl</c>.</summary>
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

/// <summary>Names the wrong setting and a good value; never repeats the value itself, because it is a secret.</summary>
internal sealed partial class BotsOptionsValidator : IValidateOptions<BotsOptions>
{
    private const string GoodToken = $"the token from @BotFather, for example {BotToken.Example}";

    public ValidateOptionsResult Validate(string? name, BotsOptions options)
    {
        if (options.Bots.Count == 0)
            return ValidateOptionsResult.Fail($"{ConfigureBots.TokenSetting} is not set. Set it to {GoodToken}.");
        foreach (var bot in options.Bots)
        {
            if (!BotToken.IsWellFormed(bot.Token))
                return ValidateOptionsResult.Fail($"{bot.TokenSetting} is not a valid bot token. Set it to {GoodToken}.");
            if (bot.ApiBaseUrl is { } url && !IsServer(url))
                return ValidateOptionsResult.Fail($"{bot.ApiBaseUrlSetting} is not a valid server URL. Use a URL like http://localhost:8081, without a token or query, or remove it to use Telegram's own server.");
        }

        if (options.Bots.GroupBy(bot => bot.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(bots => bots.Count() > 1) is { } namesakes)
            return ValidateOptionsResult.Fail($"{namesakes.Last().TokenSetting} and {namesakes.First().TokenSetting} belong to bots with the same name. Give each bot a unique Name.");

        return options.Bots.GroupBy(bot => bot.Id).FirstOrDefault(bots => bots.Count() > 1) is { } twice
            ? ValidateOptionsResult.Fail($"{twice.Last().TokenSetting} and {twice.First().TokenSetting} are tokens of the same bot. Configure each bot once.")
            : ValidateOptionsResult.Success;
    }

    private static bool IsServer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
        && !BotPath().IsMatch(url.AbsolutePath);

    // A URL copied from the Bot API documentation: https://api.telegram.org/bot123456789:AAE…/getMe
    [GeneratedRegex("/(file/)?bot[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex BotPath();
}
