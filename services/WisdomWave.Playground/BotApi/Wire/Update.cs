namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>One incoming event for a bot; exactly one of the optional parts is set.</summary>
public sealed record Update
{
    public int UpdateId { get; init; }
    public Message? Message { get; init; }
    public Message? EditedMessage { get; init; }
    public CallbackQuery? CallbackQuery { get; init; }
    public ChatMemberUpdated? MyChatMember { get; init; }
    public MessageGenerationStopped? StoppedMessageGeneration { get; init; }
}
