using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Intake;

/// <summary>A turn that is about to begin.</summary>
internal sealed record NewTurn
{
    public required Guid Id { get; init; }

    public required int MessageId { get; init; }

    public required string Text { get; init; }

    /// <summary>Null for a question.</summary>
    public Command? Command { get; init; }

    public required long PersonId { get; init; }

    public string? PersonName { get; init; }

    public required string? Language { get; init; }

    /// <summary>Null for a question, unless it is asked anew in another way.</summary>
    public CommandCircumstances? Circumstances { get; init; }

    /// <summary>The message as the first part of a question that others may join; null where none can.</summary>
    public GrowingQuestion? Growing { get; init; }

    /// <summary>What was sent beside the text; null for text alone.</summary>
    public TurnAttachments? Attachments { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public bool IsQuestion => Command is null;

    /// <summary>A question that a press asks. It answers the message under which the button stands.</summary>
    public static NewTurn Of(ButtonPress press, string question, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        MessageId = press.MessageId,
        Text = question,
        PersonId = press.From.Id,
        Language = press.From.Language,
        Circumstances = ButtonData.RegenerationOf(press.Data) is { Effort: { } effort } ? CommandCircumstances.None with { Effort = effort } : null,
        AcceptedAt = now,
    };

    /// <param name="message">What it answers.</param>
    /// <param name="isShared">Whether the model is to be told who asks.</param>
    /// <param name="now">When it is taken.</param>
    public static NewTurn Of(InboundMessage message, bool isShared, DateTimeOffset now)
    {
        // What somebody else wrote is no command, and what comes without text asks about itself.
        var isCommand = message.ForwardedFrom is null && (message.Text.Length > 0 || message.Attachments.Count == 0);
        var command = isCommand ? CommandParser.Parse(message.Text) : null;

        // What a command replies to is no part of its words.
        var text = command is null ? QuestionText.Of(message) : message.Text;
        return new()
        {
            Id = Guid.CreateVersion7(now),
            MessageId = message.MessageId,
            Text = text,
            Command = command,
            PersonId = message.From.Id,
            PersonName = isShared && command is null ? message.From.Name : null,
            Language = message.From.Language,
            Attachments = command is null ? TurnAttachments.Of(message.Attachments, text) : null,
            Circumstances = command is null ? null : CommandCircumstances.Of(message),
            AcceptedAt = now,
        };
    }
}
