using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The section <c>Bots</c>: any number of bots beside <c>TELEGRAM_BOT_TOKEN</c>, by number or by name.</summary>
internal static class BotList
{
    public const string Section = "Bots";

    private const string FirstToken = "TELEGRAM_BOT_TOKEN";

    /// <summary>What ingress calls the bot of <c>TELEGRAM_BOT_TOKEN</c>.</summary>
    private const string FirstName = "bot";

    private static readonly string[] Known = ["Name", "Token", "ApiBaseUrl", "Persona", "Model", "Models", "Access", "Budgets"];

    private static readonly char[] BetweenNames = [',', ';', ' '];

    /// <summary>Adds one sentence for each setting that cannot be used; no sentence repeats a value that may be a secret.</summary>
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
                problems.Add($"{section.Path} has the same name as {names[bot.Name]}; set {section.Path}:Name to one of its own, for example {section.Key}2.");
            bots.Add(bot);
        }

        // The empty list is always the same one, so that settings without bots are equal.
        if (bots.Count == 0)
            return [];
        return bots;
    }

    private static BotSettings? ReadBot(IConfigurationSection section, List<string> problems)
    {
        var token = section["Token"]?.Trim();
        if (string.IsNullOrEmpty(token))
            problems.Add($"{section.Path}:Token is not set; {BotToken.Example}");
        else if (BotToken.IdOf(token) is { } id)
            return new(section.Key, string.IsNullOrWhiteSpace(section["Name"]) ? section.Key : section["Name"]!.Trim(), id);
        else
            problems.Add($"{section.Path}:Token is not of a bot token's form; {BotToken.Example}");
        return null;
    }

    private static void Check(IConfigurationSection section, string[] models, List<string> problems)
    {
        // A misspelt Token must not travel on as something else.
        foreach (var unknown in section.GetChildren().Where(setting => !Known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
            problems.Add($"{unknown.Path} is no setting of a bot; it has {string.Join(", ", Known)}, for example {section.Path}:Token.");

        ServerAddress.ReadBotApi($"{section.Path}:ApiBaseUrl", section["ApiBaseUrl"], problems);

        if (section["Model"] is { Length: > 0 } model && !models.Contains(model.Trim()))
            problems.Add(UnknownModel("Model"));
        if (NamesIn(section.GetSection("Models")).Any(name => !models.Contains(name)))
            problems.Add(UnknownModel("Models"));

        string UnknownModel(string setting) =>
            $"{section.Path}:{setting} names a model that is neither MODEL_NAME nor one of Models; add it there, or set a known one, for example {models[0]}.";
    }

    /// <summary>"one,two", and the same as <c>:0</c>, <c>:1</c>.</summary>
    private static IEnumerable<string> NamesIn(IConfigurationSection list) => list.GetChildren().Select(child => child.Value).Prepend(list.Value)
        .SelectMany(value => value?.Split(BetweenNames, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []);
}
