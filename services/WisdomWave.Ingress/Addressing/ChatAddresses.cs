using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Where a message stands.</summary>
internal static class ChatAddresses
{
    // Telegram's number of the General topic; sends to it must leave the number out.
    private const int GeneralTopic = 1;

    public static ChatAddress Of(Message message) => new(
        message.Chat.Id,
        message.Chat.Type == ChatType.Private ? ChatKind.Private : ChatKind.Group,
        // Outside forums the thread number only groups replies.
        message is { IsTopicMessage: true, MessageThreadId: not GeneralTopic } ? message.MessageThreadId : null);
}
