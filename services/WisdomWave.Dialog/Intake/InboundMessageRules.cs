using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Intake;

/// <summary>What a message must be, beyond what its JSON's types say.</summary>
internal static class InboundMessageRules
{
    /// <summary>Far above what twelve joined Telegram messages hold; bounds what is stored and counted.</summary>
    private const int LongestText = 200_000;

    /// <returns>The broken rules by field; empty when all is well.</returns>
    public static IDictionary<string, string[]> Broken(InboundMessage message)
    {
        var broken = new Dictionary<string, string[]>();
        Check(message.Bot.Id > 0, "bot.id", "A bot's id is positive.");
        Check(message.UpdateId >= 0, "updateId", "An update's id is not negative.");
        Check(message.Chat.Id != 0, "chat.id", "A chat's id is not 0.");
        Check(message.Text.Length <= LongestText, "text", $"A text has at most {LongestText} characters.");
        return broken;

        void Check(bool holds, string field, string rule)
        {
            if (!holds)
                broken[field] = [rule];
        }
    }
}
