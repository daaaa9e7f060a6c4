using System.Text;
using Telegram.Bot.Types.ReplyMarkups;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Converts buttons to the Bot API's format.</summary>
internal static class Keyboards
{
    private const int MaxDataBytes = 64;

    /// <summary>Null without buttons. Leaves out buttons that would make Telegram reject the whole message.</summary>
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

/// <summary>The button under an answer that is being written.</summary>
internal static class StopButton
{
    public static IReadOnlyList<IReadOnlyList<ReplyButton>> For(Guid turn) => [[new ReplyButton("⏹", ButtonData.For(ButtonData.Stop, turn))]];
}
