using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.EndToEnd.Faults;

internal static class GrowingAnswer
{
    /// <summary>Whether the message still grows: only then has it a Stop button.</summary>
    public static bool Is(Message message) =>
        message.ReplyMarkup?.InlineKeyboard?.Any(row => row.Any(button => button.CallbackData?.StartsWith("stop:", StringComparison.Ordinal) == true)) == true;
}
