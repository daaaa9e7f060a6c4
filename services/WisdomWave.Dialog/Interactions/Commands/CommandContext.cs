using System.Text.Json;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>
/// The context of a command or of a regenerated question. Stored, because the turn may run only after a restart. <c>IsAdmin</c> tells
/// whether the person may change the chat's settings; <c>ReplyTo</c> is the message that the command replies to.
/// </summary>
internal sealed record CommandContext(bool IsAdmin, QuotedMessage? ReplyTo)
{
    /// <summary>Reasoning effort for this question; null for the chat's setting.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Whose budget pays for the answer: the person who regenerates it; null for the person who asked.</summary>
    public long? PayerId { get; init; }

    public static readonly CommandContext None = new(false, null);

    public static CommandContext Of(InboundMessage message) =>
        new(message.IsChatAdmin || message.Chat.Kind == ChatKind.Private, message.ReplyTo);

    public static CommandContext Read(string? json) =>
        json is null ? None : JsonSerializer.Deserialize(json, StoredJson.Default.CommandContext) ?? None;

    public string Write() => JsonSerializer.Serialize(this, StoredJson.Default.CommandContext);
}
