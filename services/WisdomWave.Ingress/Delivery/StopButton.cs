using System.Buffers.Text;
using Telegram.Bot.Types.ReplyMarkups;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The button under an answer that is still being written.</summary>
/// <remarks>Its data, of which Telegram carries 64 bytes: <c>stop:AZPxE2qUcXuKb3hDZl0Vxw</c>.</remarks>
internal static class StopButton
{
    private const string Prefix = "stop:";
    private const int IdLength = 16;

    public static InlineKeyboardMarkup For(Guid turn) => new(InlineKeyboardButton.WithCallbackData("⏹", DataFor(turn)));

    public static string DataFor(Guid turn) => Prefix + Base64Url.EncodeToString(turn.ToByteArray(bigEndian: true));

    /// <summary>Null for data of other buttons, or of nobody's.</summary>
    public static Guid? TurnOf(string data)
    {
        Span<byte> id = stackalloc byte[IdLength];
        return data.StartsWith(Prefix, StringComparison.Ordinal)
            && Base64Url.IsValid(data.AsSpan(Prefix.Length), out var length)
            && length == IdLength
            && Base64Url.TryDecodeFromChars(data.AsSpan(Prefix.Length), id, out _)
            ? new Guid(id, bigEndian: true)
            : null;
    }
}
