namespace WisdomWave.Playground.Chats;

/// <summary>The kinds of updates, as named in <c>allowed_updates</c>.</summary>
internal static class UpdateKind
{
    public const string Message = "message";
    public const string EditedMessage = "edited_message";
    public const string CallbackQuery = "callback_query";
    public const string MyChatMember = "my_chat_member";
    public const string StoppedMessageGeneration = "stopped_message_generation";
}
