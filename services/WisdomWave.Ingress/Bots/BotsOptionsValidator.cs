using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace WisdomWave.Ingress.Bots;

/// <summary>Says in one sentence which setting is wrong and what a good value looks like; never the value itself, it is a secret.</summary>
internal sealed partial class BotsOptionsValidator : IValidateOptions<BotsOptions>
{
    // Shorter than a real one, or it would be taken out of the sentence as a secret.
    private const string GoodToken = "the token that @BotFather gave you, like 123456789:AAExampleExampleExample";

    public ValidateOptionsResult Validate(string? name, BotsOptions options)
    {
        if (options.Bots.Count == 0)
            return ValidateOptionsResult.Fail($"{ConfigureBots.TokenSetting} is not set: give it {GoodToken}.");
        foreach (var bot in options.Bots)
        {
            if (!Token().IsMatch(bot.Token))
                return ValidateOptionsResult.Fail($"{bot.TokenSetting} is not a bot token: give it {GoodToken}.");
            if (bot.ApiBaseUrl is { } url && !IsServer(url))
                return ValidateOptionsResult.Fail($"{bot.ApiBaseUrlSetting} is not a server's address: give it one like http://localhost:8081, without the token and a query, or leave it out for Telegram's own.");
        }

        if (options.Bots.GroupBy(bot => bot.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(bots => bots.Count() > 1) is { } namesakes)
            return ValidateOptionsResult.Fail($"{namesakes.Last().TokenSetting} and {namesakes.First().TokenSetting} belong to bots of one name: give each a Name of its own.");

        return options.Bots.GroupBy(bot => bot.Id).FirstOrDefault(bots => bots.Count() > 1) is { } twice
            ? ValidateOptionsResult.Fail($"{twice.Last().TokenSetting} is the token of the same bot as {twice.First().TokenSetting}: give each bot one entry.")
            : ValidateOptionsResult.Success;
    }

    private static bool IsServer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
        && !BotPath().IsMatch(url.AbsolutePath);

    // https://api.telegram.org/bot123456789:AAE…/getMe, as it is copied from a description of the Bot API
    [GeneratedRegex("/(file/)?bot[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex BotPath();

    [GeneratedRegex("^[0-9]{1,18}:[A-Za-z0-9_-]{20,}$")]
    private static partial Regex Token();
}
