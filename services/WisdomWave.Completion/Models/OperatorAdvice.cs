using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>What the operator can do about a failure.</summary>
internal static class OperatorAdvice
{
    /// <param name="failure">What happened.</param>
    /// <param name="endpoint">Of the server that was asked.</param>
    /// <param name="hasOwnServer">Whether the model has a server of its own, which has other settings.</param>
    public static string For(ProviderFailure failure, Uri endpoint, bool hasOwnServer)
    {
        var (key, address) = hasOwnServer ? ("Models:<n>:ApiKey", "Models:<n>:BaseUrl") : ("OPENAI_API_KEY", "OPENAI_BASE_URL");
        return failure.Kind switch
        {
            FailureKind.KeyRejected when failure.Status == 403 => $"{key} lacks the right to use this model: grant it at the provider, or set another key",
            FailureKind.KeyRejected => $"The provider rejects {key}: set a valid one, and restart",
            FailureKind.RegionNotServed => "The provider does not serve the country that this server is in: use a proxy, or another provider",
            FailureKind.QuotaSpent => "The account is used up: pay the bill or raise the limit at the provider",
            FailureKind.ModelNotFound => "The provider has no such model: set MODEL_NAME, or Models:<n>:Name, to one that it has",
            FailureKind.WrongAddress => $"{address} leads to {endpoint}, which is no OpenAI-compatible API: a good value ends where /chat/completions begins, often with /v1",
            FailureKind.ContextTooLong => "The prompt is too long for this model: set Models:<n>:ContextTokens to what it takes",
            FailureKind.NoRoomLeft => "The model thought until its room was used up: set Models:<n>:ReasoningEffort lower, or Models:<n>:ReasoningTokens higher",
            FailureKind.RateLimited => "The account's rate limit is reached: set Limits:RequestsPerMinute and Limits:TokensPerMinute below it",
            FailureKind.TooLarge => "The server takes no request of this size: raise its limit, or lower Attachments:MaxPictures",
            FailureKind.TimedOut => "Raise Completing:FirstTokenLimit, or Completing:ReasoningLimit for models that think, if the model needs longer",
            FailureKind.BadRequest => "The server does not take the request: its words say why",
            FailureKind.Unavailable when failure.WasNotReached => $"{endpoint} cannot be reached: see that {address} is right, that the server runs, and that no firewall is between",
            FailureKind.Unavailable or FailureKind.CutOff => "The provider fails at the moment: see its status page",
            _ => "Nothing is to be done",
        };
    }
}
