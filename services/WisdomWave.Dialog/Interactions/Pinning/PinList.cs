using System.Globalization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Interactions.Pinning;

/// <summary>The list of a conversation's pins, with a button to remove each.</summary>
internal static class PinList
{
    private const string ButtonPrefix = "unpin:";
    private const int ButtonsInRow = 5;

    public static Reply Of(IReadOnlyList<Pin> pins, Texts texts) => pins.Count == 0
        ? new Reply(texts.NoPins)
        : new Reply($"{texts.Pins}\n\n{string.Join('\n', pins.Select((pin, i) => $"{i + 1}. {TextCut.Preview(pin.Text)}"))}")
        {
            Buttons = [.. pins.Select((pin, i) => new ReplyButton($"✖ {i + 1}", ButtonPrefix + pin.Id.ToString(CultureInfo.InvariantCulture))).Chunk(ButtonsInRow)],
        };

    /// <returns>The pin that a button removes; null for other buttons.</returns>
    public static long? PinOf(string data) =>
        data.StartsWith(ButtonPrefix, StringComparison.Ordinal) &&
        long.TryParse(data.AsSpan(ButtonPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pin)
            ? pin
            : null;
}
