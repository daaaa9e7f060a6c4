namespace WisdomWave.Playground.People;

/// <summary>The press that was sent to the bot; its answer comes as the event <c>callback_answer</c>.</summary>
public sealed record PressedCallback
{
    public required string CallbackQueryId { get; init; }
}
