namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>Rows of buttons under a message.</summary>
public sealed record InlineKeyboardMarkup
{
    public IReadOnlyList<IReadOnlyList<InlineKeyboardButton>>? InlineKeyboard { get; init; }

    /// <summary>Compares buttons, not references: "message is not modified" depends on it.</summary>
    public bool Equals(InlineKeyboardMarkup? other) =>
        other is not null && Rows(this).Count == Rows(other).Count
        && Rows(this).Zip(Rows(other)).All(pair => pair.First.SequenceEqual(pair.Second));

    public override int GetHashCode() => Rows(this).Count;

    private static IReadOnlyList<IReadOnlyList<InlineKeyboardButton>> Rows(InlineKeyboardMarkup markup) => markup.InlineKeyboard ?? [];
}
