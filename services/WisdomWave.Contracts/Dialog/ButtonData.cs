using System.Buffers.Text;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Contracts.Dialog;

/// <summary>The data of buttons that act on one turn: an action and the turn's id, for instance <c>stop:AZPxE2qUcXuKb3hDZl0Vxw</c>.</summary>
public static class ButtonData
{
    public const string Stop = "stop";
    public const string Regenerate = "again";
    public const string Continue = "more";

    private const int IdLength = 16;

    /// <summary><see cref="Regenerate"/> with a different effort: <c>again-low:AZPx…</c>.</summary>
    public static string RegenerateAt(ReasoningEffort effort) => $"{Regenerate}-{effort.ToString().ToLowerInvariant()}";

    /// <summary>The turn to regenerate, with the effort if the button names one; null when the data is not a regenerate button's.</summary>
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
    /// <returns>Well below Telegram's limit of 64 bytes.</returns>
    public static string For(string action, Guid turn) => $"{action}:{Base64Url.EncodeToString(turn.ToByteArray(bigEndian: true))}";

    /// <summary>The turn id if the data belongs to a button with this action; null otherwise, also for malformed data.</summary>
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
