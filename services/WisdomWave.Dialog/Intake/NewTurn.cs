using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Intake;

/// <summary>A turn before it is stored.</summary>
internal sealed record NewTurn
{
    public required Guid Id { get; init; }

    public required int MessageId { get; init; }

    public required string Text { get; init; }

    /// <summary>Null for a question.</summary>
    public Command? Command { get; init; }

    public required long UserId { get; init; }

    public string? PersonName { get; init; }

    public required string? Language { get; init; }

    /// <summary>Null for a question, unless it is regenerated with other settings.</summary>
    public CommandContext? CommandContext { get; init; }

    /// <summary>The message as the first part of a question that others may extend; null when none can.</summary>
    public GrowingQuestion? Growing { get; init; }

    /// <summary>Files sent with the text; null for text alone.</summary>
    public TurnAttachments? Attachments { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The span that accepts it; null while no traces are exported.</summary>
    public string? Trace { get; } = DialogTracing.Current;

    public bool IsQuestion => Command is null;

    /// <summary>A question that a button asks. Its answer replies to the message with the button.</summary>
    public static NewTurn Of(ButtonPress press, string question, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        MessageId = press.MessageId,
        Text = question,
        UserId = press.From.Id,
        Language = press.From.Language,
        CommandContext = ButtonData.RegenerationOf(press.Data) is { Effort: { } effort } ? CommandContext.None with { Effort = effort } : null,
        AcceptedAt = now,
    };

    /// <summary>In a shared conversation (<paramref name="isShared"/>) the model is told who asks.</summary>
    public static NewTurn Of(InboundMessage message, bool isShared, DateTimeOffset now)
    {
        // A forwarded text is not a command, and files without text are a question about the files.
        var isCommand = message.ForwardedFrom is null && (message.Text.Length > 0 || message.Attachments.Count == 0);
        var command = isCommand ? CommandParser.Parse(message.Text) : null;

        // The message that a command replies to is not part of the command.
        var text = command is null ? QuestionText.Of(message) : message.Text;
        return new()
        {
            Id = Guid.CreateVersion7(now),
            MessageId = message.MessageId,
            Text = text,
            Command = command,
            UserId = message.From.Id,
            PersonName = isShared && command is null ? message.From.Name : null,
            Language = message.From.Language,
            Attachments = command is null ? TurnAttachments.Of(message.Attachments, text) : null,
            CommandContext = command is null ? null : CommandContext.Of(message),
            AcceptedAt = now,
        };
    }
}
