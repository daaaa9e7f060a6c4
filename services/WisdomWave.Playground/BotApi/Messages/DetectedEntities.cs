using System.Buffers;
using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Messages;

/// <summary>The entities that Telegram finds in a text by itself: commands, mentions, links, email addresses, hashtags.</summary>
internal static partial class DetectedEntities
{
    private static readonly SearchValues<char> Hints = SearchValues.Create("/@#:");

    public static IReadOnlyList<MessageEntity> Find(string text) => AddTo(text, []);

    /// <summary>Adds detected entities that do not overlap code, links or each other.</summary>
    public static List<MessageEntity> AddTo(string text, List<MessageEntity> entities)
    {
        if (!text.AsSpan().ContainsAny(Hints))
            return entities;

        var taken = entities.Where(entity => entity.Type is "code" or "pre" or "text_link" or "text_mention").ToList();
        var all = new List<MessageEntity>(entities);
        Add("url", Url());
        Add("email", Email());
        Add("bot_command", Command());
        Add("mention", Mention());
        Add("hashtag", Hashtag());
        return all.Count == entities.Count ? entities : [.. all.OrderBy(entity => entity.Offset).ThenByDescending(entity => entity.Length)];

        void Add(string type, Regex pattern)
        {
            foreach (var match in pattern.EnumerateMatches(text))
            {
                var entity = new MessageEntity { Type = type, Offset = match.Index, Length = match.Length };
                if (taken.Any(other => other.Offset < entity.Offset + entity.Length && entity.Offset < other.Offset + other.Length))
                    continue;
                taken.Add(entity);
                all.Add(entity);
            }
        }
    }

    [GeneratedRegex(@"(?<!\w)https?://[^\s<>""]*[^\s<>"".,;:!?)\]}']", RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"(?<![\w.])[\w.+-]+@[\w-]+(\.[\w-]+)+")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\w/@.<>])/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?(?![\w/])")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<![\w#&/])#(?!\d+\b)\w{1,256}")]
    private static partial Regex Hashtag();
}
