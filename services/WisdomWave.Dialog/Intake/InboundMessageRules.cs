using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Intake;

/// <summary>Validates a message beyond the types of its JSON.</summary>
internal static class InboundMessageRules
{
    /// <summary>Well above twelve merged Telegram messages; bounds what is stored and counted.</summary>
    private const int MaxTextLength = 200_000;

    /// <returns>The violated rules by field; empty for a valid message.</returns>
    public static IDictionary<string, string[]> Broken(InboundMessage message)
    {
        var broken = new Dictionary<string, string[]>();
        Check(message.Bot.Id > 0, "bot.id", "A bot's id is positive.");
        Check(message.UpdateId >= 0, "updateId", "An update's id is not negative.");
        Check(message.Chat.Id != 0, "chat.id", "A chat's id is not 0.");
        Check(message.Text.Length <= MaxTextLength, "text", $"A text has at most {MaxTextLength} characters.");
        return broken;

        void Check(bool holds, string field, string rule)
        {
            if (!holds)
                broken[field] = [rule];
        }
    }
}
