namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>Rows of buttons under a message.</summary>
public sealed record InlineKeyboardMarkup
{
    public IReadOnlyList<IReadOnlyList<InlineKeyboardButton>>? InlineKeyboard { get; init; }

    /// <summary>Compares the buttons, not the lists' references; the error "message is not modified" depends on that.</summary>
    public bool Equals(InlineKeyboardMarkup? other) =>
        other is not null && Rows(this).Count == Rows(other).Count
        && Rows(this).Zip(Rows(other)).All(pair => pair.First.SequenceEqual(pair.Second));

    public override int GetHashCode() => Rows(this).Count;

    private static IReadOnlyList<IReadOnlyList<InlineKeyboardButton>> Rows(InlineKeyboardMarkup markup) => markup.InlineKeyboard ?? [];
}

/// <summary>A button that opens a link or sends its callback data (at most 64 bytes) to the bot.</summary>
public sealed record InlineKeyboardButton
{
    public required string Text { get; init; }
    public string? CallbackData { get; init; }
    public string? Url { get; init; }
}
