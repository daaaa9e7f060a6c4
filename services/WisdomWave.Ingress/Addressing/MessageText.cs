using Telegram.Bot.Types;

namespace WisdomWave.Ingress.Addressing;

/// <summary>A message's text or caption.</summary>
internal static class MessageText
{
    public static string Of(Message message) => message.Text ?? message.Caption ?? "";

    /// <summary>The entities whose places lie inside the text.</summary>
    public static IEnumerable<MessageEntity> EntitiesOf(Message message)
    {
        var length = Of(message).Length;
        var entities = message.Text is null ? message.CaptionEntities : message.Entities;
        return (entities ?? []).Where(entity => entity is { Offset: >= 0, Length: > 0 } && entity.Offset <= length - entity.Length);
    }
}
