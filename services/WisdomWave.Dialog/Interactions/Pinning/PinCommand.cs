using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Interactions.Pinning;

/// <summary>/pin as a reply keeps that message in every prompt. Without a reply it lists the pins.</summary>
internal sealed class PinCommand(PromptSetups setups)
{
    /// <summary>As many buttons as one keyboard shows comfortably.</summary>
    private const int MostPins = 20;

    public CommandReply ReplyTo(CommandCall call)
    {
        var (memory, texts) = (call.Memory, call.Texts);
        if (call.Turn.CommandContext.ReplyTo is not { } message)
            return PinList.Of(memory.Pins, texts);
        if (string.IsNullOrWhiteSpace(message.Text))
            return texts.NothingToPin;

        // In a shared conversation the pin may be another person's, who alone may change it.
        if (call.Key.IsShared && memory.Pins.Any(pin => pin.MessageId == message.MessageId))
            return texts.Pinned;

        var others = memory.Pins.Where(pin => pin.MessageId != message.MessageId).ToList();
        var pin = new Pin(0, message.MessageId, message.Text);
        var limit = PromptBudget.LargestPinned(memory.Setup.Model.MaxTokens);
        if (others.Count == MostPins || !Fits([.. others, pin], call))
            return texts.PinTooLong(memory.Setup.Tokens.Count(message.Text), limit, MostPins);

        return new(new(texts.Pinned))
        {
            Write = session => pin = pin with { Id = PinWrites.Add(session, call.Key, message.MessageId, message.Text, call.UserId) },
            Applied = () => memory.Pins = [.. memory.Pins.Where(other => other.MessageId != message.MessageId), pin],
        };
    }

    private bool Fits(IReadOnlyList<Pin> pins, CommandCall call) => setups.For(call.Key.BotId).Of(call.Settings, call.Texts, pins).PinnedCount == pins.Count;
}
