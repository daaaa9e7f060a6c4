using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Messages;

/// <summary>Text with its entities, checked and ready to be stored.</summary>
internal sealed record FormattedText(string Text, IReadOnlyList<MessageEntity>? Entities)
{
    public bool SameAs(string? text, IReadOnlyList<MessageEntity>? entities) =>
        Text == text && (Entities ?? []).SequenceEqual(entities ?? []);
}
