using System.Text;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Messages;

/// <summary>Reads reply_markup. Only inline keyboards count; the other kinds change a phone's keyboard, which does not exist here.</summary>
internal static class Keyboard
{
    private const int CallbackDataBytes = 64;

    public static (InlineKeyboardMarkup? Markup, string? Problem) Read(CallParameters parameters)
    {
        if (!parameters.TryObject("reply_markup", WireJson.Default.InlineKeyboardMarkup, out var markup))
            return (null, "can't parse reply keyboard markup JSON object");
        if (markup?.InlineKeyboard is not { Count: > 0 } rows)
            return (null, null);

        foreach (var button in rows.SelectMany(row => row))
        {
            if (string.IsNullOrWhiteSpace(button.Text))
                return (null, "can't parse inline keyboard button: text must be non-empty");
            if (button.CallbackData is { } data && Encoding.UTF8.GetByteCount(data) is 0 or > CallbackDataBytes)
                return (null, "BUTTON_DATA_INVALID");
        }

        return (markup, null);
    }
}
