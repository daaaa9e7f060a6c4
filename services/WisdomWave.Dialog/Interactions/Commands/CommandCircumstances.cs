using System.Text.Json;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>What a command was sent with, or a question is asked anew with: stored, for it may only run after a restart.</summary>
/// <param name="IsAdmin">Whether the person may change the chat's settings.</param>
/// <param name="ReplyTo">The message to which the command replied.</param>
internal sealed record CommandCircumstances(bool IsAdmin, QuotedMessage? ReplyTo)
{
    /// <summary>How much the model is to think about this question; null for as much as ever.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Who pays for the answer; null for whoever asked. Somebody else who has a question answered anew pays for that.</summary>
    public long? PayerId { get; init; }

    public static readonly CommandCircumstances None = new(false, null);

    public static CommandCircumstances Of(InboundMessage message) =>
        new(message.IsChatAdmin || message.Chat.Kind == ChatKind.Private, message.ReplyTo);

    public static CommandCircumstances Read(string? json) =>
        json is null ? None : JsonSerializer.Deserialize(json, StoredJson.Default.CommandCircumstances) ?? None;

    public string Write() => JsonSerializer.Serialize(this, StoredJson.Default.CommandCircumstances);
}
