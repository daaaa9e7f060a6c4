using System.Text;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Messages;

/// <summary>Telegram's rules for the text of a message: limits, entities, trimming.</summary>
internal static class TextRules
{
    public const int MessageLimit = 4096;
    public const int CaptionLimit = 1024;

    private const int RawBytesLimit = 32_768;
    private const int EntityCountLimit = 100;
    private const int EntityBytesLimit = 9_500;

    /// <summary>Reads a text with its entities or parse_mode. Exactly one part of the result is set.</summary>
    public static (FormattedText? Text, string? Problem) Read(CallParameters parameters, string textField, string entitiesField, int limit)
    {
        var raw = parameters.Text(textField) ?? "";
        if (Encoding.UTF8.GetByteCount(raw) > RawBytesLimit)
            return (null, TooLong(limit));
        if (!parameters.TryObject(entitiesField, WireJson.Default.MessageEntityArray, out var entities))
            return (null, $"can't parse entities: {entitiesField} is not a list of MessageEntity");

        switch (parameters.Text("parse_mode"))
        {
            case null or "":
                break;
            case var mode when mode.Equals("HTML", StringComparison.OrdinalIgnoreCase):
                var (parsed, problem) = HtmlText.Parse(raw);
                if (problem is not null)
                    return (null, $"can't parse entities: {problem}");
                (raw, entities) = (parsed!.Text, [.. parsed.Entities ?? []]);
                break;
            case var mode:
                return (null, $"can't parse entities: the playground supports entities and parse_mode HTML, but not {mode}");
        }

        return Check(raw, entities ?? [], limit);
    }

    public static (FormattedText? Text, string? Problem) Check(string raw, IReadOnlyList<MessageEntity> entities, int limit)
    {
        foreach (var entity in entities)
        {
            if (FindProblem(raw, entity) is { } problem)
                return (null, $"can't parse entities: {problem}");
        }

        var (text, kept) = Trim(raw, [.. entities.Where(IsKept).OrderBy(entity => entity.Offset).ThenByDescending(entity => entity.Length)]);
        if (text.Length > limit)
            return (null, TooLong(limit));
        if (kept.Sum(entity => 12 + (entity.Url?.Length ?? 0)) > EntityBytesLimit)
            return (null, "ENTITIES_TOO_LONG");

        var all = DetectedEntities.AddTo(text, kept);
        return (new FormattedText(text, all.Count == 0 ? null : all.Count > EntityCountLimit ? all[..EntityCountLimit] : all), null);
    }

    private static string TooLong(int limit) => limit == CaptionLimit ? "message caption is too long" : "message is too long";

    private static string? FindProblem(string text, MessageEntity entity)
    {
        var end = (long)entity.Offset + entity.Length;
        if (entity.Offset < 0)
            return $"receive an entity with incorrect offset {entity.Offset}";
        if (entity.Length <= 0)
            return $"receive an entity with incorrect length {entity.Length}";
        if (end > text.Length)
            return $"entity beginning at UTF-16 offset {entity.Offset} ends after the end of the text at UTF-16 offset {text.Length}";
        if (SplitsSurrogatePair(text, entity.Offset))
            return $"entity begins in a middle of a UTF-16 symbol at offset {entity.Offset}";
        if (SplitsSurrogatePair(text, (int)end))
            return $"entity beginning at UTF-16 offset {entity.Offset} ends in a middle of a UTF-16 symbol";
        return null;
    }

    private static bool SplitsSurrogatePair(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]);

    /// <summary>Entities of unknown types and invalid links are silently dropped, as in Telegram.</summary>
    private static bool IsKept(MessageEntity entity) => entity.Type switch
    {
        "bold" or "italic" or "underline" or "strikethrough" or "spoiler" or "code" or "pre" or "blockquote" or "expandable_blockquote" => true,
        "text_link" => Uri.TryCreate(entity.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "tg" or "mailto" or "ton",
        "text_mention" => entity.User is not null,
        _ => false,
    };

    /// <summary>Removes white space at the end, and at the start up to the first entity.</summary>
    private static (string Text, List<MessageEntity> Entities) Trim(string raw, List<MessageEntity> entities)
    {
        var end = raw.AsSpan().TrimEnd().Length;
        var start = 0;
        var firstEntity = entities.Count > 0 ? entities[0].Offset : end;
        while (start < Math.Min(end, firstEntity) && char.IsWhiteSpace(raw[start]))
            start++;
        if (start == 0 && end == raw.Length)
            return (raw, entities);

        var moved = new List<MessageEntity>(entities.Count);
        foreach (var entity in entities)
        {
            var length = Math.Min(entity.Offset + entity.Length, end) - entity.Offset;
            if (length > 0)
                moved.Add(entity with { Offset = entity.Offset - start, Length = length });
        }

        return (raw[start..end], moved);
    }
}

/// <summary>A checked text with its entities.</summary>
internal sealed record FormattedText(string Text, IReadOnlyList<MessageEntity>? Entities)
{
    public bool SameAs(string? text, IReadOnlyList<MessageEntity>? entities) =>
        Text == text && (Entities ?? []).SequenceEqual(entities ?? []);
}
