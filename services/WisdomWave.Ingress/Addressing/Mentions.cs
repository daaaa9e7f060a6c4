using System.Text;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Finds mentions of the bot by their entities; text that merely looks like a mention does not count.</summary>
internal static class Mentions
{
    public static IEnumerable<Range> Of(Message message, BotIdentity bot) => MessageText.EntitiesOf(message)
        .Where(entity => entity.Type switch
        {
            MessageEntityType.Mention => MessageAddressing.IsName(MessageText.Of(message).AsSpan(entity.Offset + 1, entity.Length - 1), bot),
            MessageEntityType.TextMention => entity.User?.Id == bot.Id,
            _ => false,
        })
        .Select(entity => entity.Offset..(entity.Offset + entity.Length));

    /// <summary>
    /// Whether a group message mentions a bot by a name that is not this bot's known name, so that the bot may have been renamed. Bot
    /// usernames end in "bot".
    /// </summary>
    public static bool IncludeUnknownBot(Message message, BotIdentity bot) =>
        message.Chat.Type is ChatType.Group or ChatType.Supergroup
        && MessageText.EntitiesOf(message)
            .Where(entity => entity is { Type: MessageEntityType.Mention, Length: > 1 })
            .Select(entity => MessageText.Of(message).Substring(entity.Offset + 1, entity.Length - 1))
            .Append(CommandText.Target(message) ?? "")
            .Any(name => name.EndsWith("bot", StringComparison.OrdinalIgnoreCase) && !MessageAddressing.IsName(name, bot));

    /// <summary>Removes the ranges and the separators that they leave behind: double spaces, "Bot, …".</summary>
    public static string Remove(string text, IEnumerable<Range> stretches)
    {
        var rest = new StringBuilder(text.Length);
        var position = 0;
        foreach (var stretch in stretches.OrderBy(range => range.Start.Value))
        {
            if (stretch.Start.Value < position)
                continue;
            rest.Append(text, position, stretch.Start.Value - position);
            position = stretch.End.Value;
            var leadsIn = IsBlank(rest);
            while (position < text.Length && (IsSpace(text[position]) && EndsWithSpace(rest) || leadsIn && IsSeparator(text[position])))
                position++;
            // "so, @bot, what" becomes "so, what".
            if (position < text.Length && IsSeparator(text[position]))
                TrimEnd(rest);
        }

        return rest.Append(text, position, text.Length - position).ToString().Trim();
    }

    private static bool IsSpace(char c) => c is ' ' or '\u00A0';

    private static bool IsSeparator(char c) => c is ',' or ':' or ';';

    private static bool IsBlank(StringBuilder text) => text.Length == 0 || string.IsNullOrWhiteSpace(text.ToString());

    private static bool EndsWithSpace(StringBuilder text) => text.Length == 0 || IsSpace(text[^1]);

    private static void TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && (IsSpace(text[^1]) || IsSeparator(text[^1])))
            text.Length--;
    }
}
