using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

internal static class CompletionRequestCheck
{
    /// <summary>What is wrong with it, or null.</summary>
    public static string? Complaint(CompletionRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Model) => "model is empty",
        { Messages: null or { Count: 0 } } => "messages is empty",
        { MaxOutputTokens: <= 0 } => "maxOutputTokens is not above zero",
        _ when request.Messages.Any(message => message?.Text is null || !Enum.IsDefined(message.Role)) => "a message lacks its text or has an unknown role",
        _ => null,
    };
}
