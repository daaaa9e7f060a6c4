using System.Globalization;

namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>What the button carries that brings a forgotten conversation back: <c>recall:1234</c>, the turn that asked for the forgetting.</summary>
internal static class UndoButton
{
    private const string Prefix = "recall:";

    public static string For(long sequence) => Prefix + sequence.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null for other buttons.</returns>
    public static long? ForgettingOf(string data) =>
        data.StartsWith(Prefix, StringComparison.Ordinal) &&
        long.TryParse(data.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;
}
