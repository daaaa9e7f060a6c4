using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Commands;

namespace WisdomWave.Dialog.Inbox;

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

    /// <summary>Null for a question.</summary>
    public CommandCircumstances? Circumstances { get; init; }

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
        AcceptedAt = now,
    };

    /// <param name="message">What it answers.</param>
    /// <param name="isShared">Whether the model is to be told who asks.</param>
    /// <param name="now">When it is taken.</param>
    public static NewTurn Of(InboundMessage message, bool isShared, DateTimeOffset now)
    {
        var command = CommandParser.Parse(message.Text);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            MessageId = message.MessageId,

            // What a command replies to is no part of its words.
            Text = command is null ? QuestionText.Of(message) : message.Text,
            Command = command,
            PersonId = message.From.Id,
            PersonName = isShared && command is null ? message.From.Name : null,
            Language = message.From.Language,
            Circumstances = command is null ? null : CommandCircumstances.Of(message),
            AcceptedAt = now,
        };
    }
}
