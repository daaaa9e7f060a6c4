using Telegram.Bot.Types.ReplyMarkups;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The button under an answer that is still being written.</summary>
internal static class StopButton
{
    public static InlineKeyboardMarkup For(Guid turn) =>
        new(InlineKeyboardButton.WithCallbackData("⏹", ButtonData.For(ButtonData.Stop, turn)));
}
