using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace WisdomWave.Ingress.Addressing;

/// <summary>A message's text or caption.</summary>
internal static class MessageText
{
    public static string Of(Message message) => message.Text ?? message.Caption ?? "";

    /// <summary>The entities whose range lies inside the text.</summary>
    public static IEnumerable<MessageEntity> EntitiesOf(Message message)
    {
        var length = Of(message).Length;
        var entities = message.Text is null ? message.CaptionEntities : message.Entities;
        return (entities ?? []).Where(entity => entity is { Offset: >= 0, Length: > 0 } && entity.Offset <= length - entity.Length);
    }
}

/// <summary>Reads a command at the start of a message: <c>/help</c>, <c>/help@ThisBot</c>.</summary>
internal static class CommandText
{
    /// <summary>The username after the command's @; empty when there is none, null when the message is not a command.</summary>
    public static string? Target(Message message)
    {
        if (Entity(message) is not { } entity)
            return null;
        var command = MessageText.Of(message).AsSpan(0, entity.Length);
        var at = command.IndexOf('@');
        return at < 0 ? "" : command[(at + 1)..].ToString();
    }

    /// <summary>The command without the slash and the username; null when the message is not a command.</summary>
    public static string? Name(Message message)
    {
        if (Entity(message) is not { } entity)
            return null;
        var command = MessageText.Of(message).AsSpan(1, entity.Length - 1);
        var at = command.IndexOf('@');
        return (at < 0 ? command : command[..at]).ToString();
    }

    /// <summary>The range of a command's <c>@ThisBot</c>; null when there is none.</summary>
    public static Range? TargetRange(Message message) =>
        Entity(message) is { } entity && MessageText.Of(message).AsSpan(0, entity.Length).IndexOf('@') is > 0 and var at ? at..entity.Length : null;

    private static MessageEntity? Entity(Message message) =>
        MessageText.EntitiesOf(message).FirstOrDefault(entity => entity.Type == MessageEntityType.BotCommand && entity.Offset == 0);
}
