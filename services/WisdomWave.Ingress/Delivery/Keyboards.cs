using System.Text;
using Telegram.Bot.Types.ReplyMarkups;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Buttons in the Bot API's words.</summary>
internal static class Keyboards
{
    private const int MaxDataBytes = 64;

    /// <summary>Null without buttons. One that Telegram would refuse, and the whole message with it, is left out.</summary>
    public static InlineKeyboardMarkup? Of(IReadOnlyList<IReadOnlyList<ReplyButton>>? rows)
    {
        var valid = (rows ?? [])
            .Select(row => row.Where(IsValid).Select(button => InlineKeyboardButton.WithCallbackData(button.Text, button.Data)).ToArray())
            .Where(row => row.Length > 0)
            .ToArray();
        return valid.Length > 0 ? new InlineKeyboardMarkup(valid) : null;
    }

    private static bool IsValid(ReplyButton button) =>
        !string.IsNullOrWhiteSpace(button.Text) && Encoding.UTF8.GetByteCount(button.Data) is > 0 and <= MaxDataBytes;
}
