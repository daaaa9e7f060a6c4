using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace WisdomWave.Ingress.Addressing;

/// <summary>A command at the start of a message: <c>/help</c>, <c>/help@ThisBot</c>.</summary>
internal static class CommandText
{
    /// <summary>The username behind the command's @; empty when it names nobody, null when the message is no command.</summary>
    public static string? Target(Message message)
    {
        if (Entity(message) is not { } entity)
            return null;
        var command = MessageText.Of(message).AsSpan(0, entity.Length);
        var at = command.IndexOf('@');
        return at < 0 ? "" : command[(at + 1)..].ToString();
    }

    /// <summary>The command without its slash and its @; null when the message is no command.</summary>
    public static string? Name(Message message)
    {
        if (Entity(message) is not { } entity)
            return null;
        var command = MessageText.Of(message).AsSpan(1, entity.Length - 1);
        var at = command.IndexOf('@');
        return (at < 0 ? command : command[..at]).ToString();
    }

    /// <summary>The stretch of a command's <c>@ThisBot</c>; null when there is none.</summary>
    public static Range? TargetRange(Message message) =>
        Entity(message) is { } entity && MessageText.Of(message).AsSpan(0, entity.Length).IndexOf('@') is > 0 and var at ? at..entity.Length : null;

    private static MessageEntity? Entity(Message message) =>
        MessageText.EntitiesOf(message).FirstOrDefault(entity => entity.Type == MessageEntityType.BotCommand && entity.Offset == 0);
}
