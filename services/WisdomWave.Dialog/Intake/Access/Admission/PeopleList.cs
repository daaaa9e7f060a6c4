using System.Globalization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Intake.Access.Admission;

/// <summary>The reply to /people: who may use the bot, with a button to remove each rule.</summary>
internal static class PeopleList
{
    private const string ButtonPrefix = "take-back:";
    private const int ButtonsInRow = 5;

    /// <summary>As many entries as fit into one message; the newest come first.</summary>
    private const int Most = 40;

    public static Reply Of(long botId, AccessList access, Texts texts)
    {
        var rules = access.RulesOf(botId);
        var shown = rules.Take(Most).ToList();
        var configured = access.ConfiguredFor(botId);
        string[] lines =
        [
            .. access.IsOpen(botId) ? [texts.PeopleOpen] : rules.Count + configured.Count == 0 ? [texts.PeopleNone] : Array.Empty<string>(),
            .. configured.Count == 0 ? Array.Empty<string>() : [texts.PeopleConfigured(string.Join(", ", configured.Take(Most)))],
            string.Join('\n', shown.Select((known, i) => $"{i + 1}. {Mark(known.Rule)} {AdmissionButtonHandler.NameOf(known.Id, known.Rule.Name)}")),
            .. rules.Count > Most ? [texts.PeopleMore(rules.Count - Most)] : Array.Empty<string>(),
        ];
        return new Reply($"{texts.People}\n\n{string.Join("\n\n", lines.Where(line => line.Length > 0))}")
        {
            Buttons = shown.Count == 0
                ? null
                : [.. shown.Select((known, i) => new ReplyButton($"✖ {i + 1}", ButtonPrefix + known.Id.ToString(CultureInfo.InvariantCulture))).Chunk(ButtonsInRow)],
        };
    }

    /// <returns>The person or chat whose rule the button removes; null for other buttons.</returns>
    public static long? RemovalOf(string data) =>
        data.StartsWith(ButtonPrefix, StringComparison.Ordinal) &&
        long.TryParse(data.AsSpan(ButtonPrefix.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    private static string Mark(AccessRule rule) => rule switch
    {
        { IsAdmin: true } => "🔑",
        { IsAllowed: true } => "✓",
        _ => "⛔",
    };
}
