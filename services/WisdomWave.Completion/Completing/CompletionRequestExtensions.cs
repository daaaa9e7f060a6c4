using Microsoft.Extensions.AI;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

internal static class CompletionRequestExtensions
{
    private static readonly string[] ImageTypes = ["image/jpeg", "image/png", "image/webp", "image/gif"];

    /// <returns>The first error in the request; null if it is valid.</returns>
    public static string? FindError(this CompletionRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Model) => "model is empty",
        { Messages: null or { Count: 0 } } => "messages is empty",
        { MaxOutputTokens: <= 0 } => "maxOutputTokens is not above zero",
        { MaxReasoningTokens: < 0 } => "maxReasoningTokens is negative",
        { MaxCalls: < 0 } or { MaxFallbackCalls: < 0 } => "maxCalls or maxFallbackCalls is negative",
        { ReasoningEffort: { } effort } when !Enum.IsDefined(effort) => "reasoningEffort is unknown",
        _ when request.Messages.Any(message => message?.Text is null || !Enum.IsDefined(message.Role)) => "a message has no text or an unknown role",
        _ when request.Messages.Any(message => message.Images is { Count: > 0 } && message.Role != PromptRole.User) => "only user messages may have images",
        _ when !request.Messages.SelectMany(message => message.Images ?? []).All(IsValid) => "an image is empty or is not a jpeg, png, webp or gif",
        _ => null,
    };

    public static List<ChatMessage> ToChatMessages(this CompletionRequest request)
    {
        var messages = new List<ChatMessage>(request.Messages.Count);
        foreach (var message in request.Messages)
            messages.Add(message.Images is { Count: > 0 } images ? WithImages(message, images) : new ChatMessage(RoleOf(message.Role), message.Text));
        return messages;
    }

    private static bool IsValid(PromptImage? image) => image is { Data.Length: > 0 } && ImageTypes.Contains(image.MediaType);

    private static ChatMessage WithImages(PromptMessage message, IReadOnlyList<PromptImage> images)
    {
        var contents = new List<AIContent>(images.Count + 1);
        // Providers reject an empty text.
        if (message.Text.Length > 0)
            contents.Add(new TextContent(message.Text));
        foreach (var image in images)
            contents.Add(new DataContent(image.Data, image.MediaType));
        return new ChatMessage(RoleOf(message.Role), contents);
    }

    private static ChatRole RoleOf(PromptRole role) => role switch
    {
        PromptRole.System => ChatRole.System,
        PromptRole.Assistant => ChatRole.Assistant,
        _ => ChatRole.User,
    };
}
