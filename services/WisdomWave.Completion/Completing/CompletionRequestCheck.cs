using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

internal static class CompletionRequestCheck
{
    private static readonly string[] Pictures = ["image/jpeg", "image/png", "image/webp", "image/gif"];

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Complaint(CompletionRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Model) => "model is empty",
        { Messages: null or { Count: 0 } } => "messages is empty",
        { MaxOutputTokens: <= 0 } => "maxOutputTokens is not above zero",
        { MaxReasoningTokens: < 0 } => "maxReasoningTokens is negative",
        { MaxCalls: < 0 } or { MaxStandInCalls: < 0 } => "maxCalls or maxStandInCalls is negative",
        { ReasoningEffort: { } effort } when !Enum.IsDefined(effort) => "reasoningEffort is unknown",
        _ when request.Messages.Any(message => message?.Text is null || !Enum.IsDefined(message.Role)) => "a message lacks its text or has an unknown role",
        _ when request.Messages.Any(message => message.Images is { Count: > 0 } && message.Role != PromptRole.User) => "only the person's messages carry images",
        _ when !request.Messages.SelectMany(message => message.Images ?? []).All(IsPicture) => "an image is empty or neither jpeg, png, webp nor gif",
        _ => null,
    };

    private static bool IsPicture(PromptImage? image) => image is { Data.Length: > 0 } && Pictures.Contains(image.MediaType);
}
