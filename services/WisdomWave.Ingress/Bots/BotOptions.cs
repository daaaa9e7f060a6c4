using System.Globalization;

namespace WisdomWave.Ingress.Bots;

/// <summary>One bot that the operator runs.</summary>
internal sealed class BotOptions
{
    /// <summary>What logs and the operator call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>From @BotFather: the bot's number, a colon, a secret.</summary>
    public string Token { get; set; } = "";

    /// <summary>A Bot API server of one's own; Telegram's when null.</summary>
    public string? ApiBaseUrl { get; set; }

    /// <summary>The setting that holds the token, for messages to the operator.</summary>
    public string TokenSetting { get; set; } = "";

    /// <summary>The setting that <see cref="ApiBaseUrl"/> comes from, likewise.</summary>
    public string ApiBaseUrlSetting { get; set; } = "";

    /// <summary>The path of <see cref="ApiBaseUrl"/>, <c>/bot-api</c>, without a slash at its end; empty as a rule.</summary>
    public string ApiBasePath => ApiBaseUrl is null ? "" : new Uri(ApiBaseUrl).AbsolutePath.TrimEnd('/');

    /// <summary>The number in front of the colon.</summary>
    public long Id => long.Parse(Token.AsSpan(0, Token.IndexOf(':')), CultureInfo.InvariantCulture);
}
