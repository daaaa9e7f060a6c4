using System.Buffers.Text;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Contracts.Dialog;

/// <summary>What the buttons that concern one turn carry: a word and the turn, for instance <c>stop:AZPxE2qUcXuKb3hDZl0Vxw</c>.</summary>
public static class ButtonData
{
    public const string Stop = "stop";
    public const string Regenerate = "again";
    public const string Continue = "more";

    private const int IdLength = 16;

    /// <summary><see cref="Regenerate"/> with another effort: <c>again-low:AZPx…</c>.</summary>
    public static string RegenerateAt(ReasoningEffort effort) => $"{Regenerate}-{effort.ToString().ToLowerInvariant()}";

    /// <summary>The turn that is to be answered anew, and the effort, where the button names one; null for data of other buttons.</summary>
    public static (Guid Turn, ReasoningEffort? Effort)? RegenerationOf(string data)
    {
        if (TurnOf(Regenerate, data) is { } turn)
            return (turn, null);
        foreach (var effort in Enum.GetValues<ReasoningEffort>())
        {
            if (TurnOf(RegenerateAt(effort), data) is { } other)
                return (other, effort);
        }

        return null;
    }

    /// <param name="action">One of the constants above.</param>
    /// <param name="turn">The turn that it concerns.</param>
    /// <returns>Well under the 64 bytes that Telegram carries.</returns>
    public static string For(string action, Guid turn) => $"{action}:{Base64Url.EncodeToString(turn.ToByteArray(bigEndian: true))}";

    /// <summary>The turn, when the data is of a button of this action; null for data of other buttons, or of nobody's.</summary>
    public static Guid? TurnOf(string action, string data)
    {
        Span<byte> id = stackalloc byte[IdLength];
        return data.StartsWith(action, StringComparison.Ordinal)
            && data.Length > action.Length
            && data[action.Length] == ':'
            && Base64Url.IsValid(data.AsSpan(action.Length + 1), out var length)
            && length == IdLength
            && Base64Url.TryDecodeFromChars(data.AsSpan(action.Length + 1), id, out _)
            ? new Guid(id, bigEndian: true)
            : null;
    }
}
