using Microsoft.Extensions.Configuration;
using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.AppHost.Configuration;

/// <summary>One bot of the section <c>Bots</c>, without its token.</summary>
/// <param name="Key">Its entry in the section: <c>home</c> in <c>Bots:home:Token</c>.</param>
/// <param name="Name">Its name in logs, by default its key.</param>
/// <param name="Id">Its Telegram ID, which its token begins with.</param>
internal sealed record BotSettings(string Key, string Name, long Id);

/// <summary>The section <c>Bots</c>: any number of bots in addition to <c>TELEGRAM_BOT_TOKEN</c>, keyed by number or name.</summary>
internal static class BotList
{
    public const string Section = "Bots";

    private const string FirstToken = "TELEGRAM_BOT_TOKEN";

    /// <summary>Ingress's name for the bot of <c>TELEGRAM_BOT_TOKEN</c>.</summary>
    private const string FirstName = "bot";

    /// <summary>Ends the sentence about a missing or invalid token.</summary>
    public const string TokenHint = $"set the token that @BotFather gave you, for example {BotToken.Example}";

    private static readonly string[] Known = ["Name", "Token", "ApiBaseUrl", "Persona", "Model", "Models", "Access", "Budgets"];

    /// <summary>Adds one sentence to <paramref name="problems"/> for each invalid setting. No sentence repeats a value that may be a secret.</summary>
    public static IReadOnlyList<BotSettings> Read(IConfiguration configuration, string modelName, List<string> problems)
    {
        var bots = new List<BotSettings>();
        var tokens = new Dictionary<long, string>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (BotToken.IdOf(configuration[FirstToken]?.Trim()) is { } first)
        {
            tokens[first] = FirstToken;
            names[FirstName] = FirstToken;
        }

        string[] models = [modelName, .. configuration.GetSection("Models").GetChildren().Select(model => model["Name"]?.Trim() ?? "")];
        foreach (var section in configuration.GetSection(Section).GetChildren())
        {
            if (!EntryKey.IsGood(section.Key))
            {
                problems.Add(EntryKey.Problem(Section, "home"));
                continue;
            }

            Check(section, models, problems);
            if (ReadBot(section, problems) is not { } bot)
                continue;

            if (!tokens.TryAdd(bot.Id, $"{section.Path}:Token"))
                problems.Add($"{section.Path}:Token is a token of the same bot as {tokens[bot.Id]}; give each bot one entry, for example with a new bot's token from @BotFather.");
            if (!names.TryAdd(bot.Name, section.Path))
                problems.Add($"{section.Path} has the same name as {names[bot.Name]}; set {section.Path}:Name to a different name, for example {section.Key}2.");
            bots.Add(bot);
        }

        // Return the shared empty list, so that settings without bots compare equal.
        if (bots.Count == 0)
            return [];
        return bots;
    }

    private static BotSettings? ReadBot(IConfigurationSection section, List<string> problems)
    {
        var token = section["Token"]?.Trim();
        if (string.IsNullOrEmpty(token))
            problems.Add($"{section.Path}:Token is not set; {TokenHint}");
        else if (BotToken.IdOf(token) is { } id)
            return new(section.Key, string.IsNullOrWhiteSpace(section["Name"]) ? section.Key : section["Name"]!.Trim(), id);
        else
            problems.Add($"{section.Path}:Token is not a bot token; {TokenHint}");
        return null;
    }

    private static void Check(IConfigurationSection section, string[] models, List<string> problems)
    {
        // A misspelt Token would otherwise be passed on as an ordinary setting.
        foreach (var unknown in section.GetChildren().Where(setting => !Known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
            problems.Add($"{unknown.Path} is not a bot setting; use {string.Join(", ", Known)}, for example {section.Path}:Token.");

        ServerAddress.ReadBotApi($"{section.Path}:ApiBaseUrl", section["ApiBaseUrl"], problems);

        if (section["Model"] is { Length: > 0 } model && !models.Contains(model.Trim()))
            problems.Add(UnknownModel("Model"));
        if (ConfigurationList.Read(section.GetSection("Models")).Any(name => !models.Contains(name)))
            problems.Add(UnknownModel("Models"));

        string UnknownModel(string setting) =>
            $"{section.Path}:{setting} names a model that is neither MODEL_NAME nor one of Models; add it there, or set a known one, for example {models[0]}.";
    }

}
