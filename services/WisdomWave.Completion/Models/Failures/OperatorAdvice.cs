using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models.Failures;

/// <summary>Tells the operator what to do about a failure.</summary>
internal static class OperatorAdvice
{
    /// <param name="failure">The failure of a call.</param>
    /// <param name="endpoint">The server's endpoint.</param>
    /// <param name="hasOwnServer">Whether the model has its own server, which has other settings.</param>
    public static string For(ProviderFailure failure, Uri endpoint, bool hasOwnServer)
    {
        var (key, address) = hasOwnServer ? ("Models:<n>:ApiKey", "Models:<n>:BaseUrl") : ("OPENAI_API_KEY", "OPENAI_BASE_URL");
        return failure.Kind switch
        {
            FailureKind.KeyRejected when failure.Status == 403 => $"{key} has no permission to use this model. Grant it at the provider or set another key",
            FailureKind.KeyRejected => $"The provider rejects {key}. Set a valid key and restart",
            FailureKind.RegionNotServed => "The provider does not serve this server's country. Use a proxy or another provider",
            FailureKind.QuotaSpent => "The account's quota is used up. Pay the bill or raise the limit at the provider",
            FailureKind.ModelNotFound => "The provider does not have this model. Set MODEL_NAME or Models:<n>:Name to one that it has",
            FailureKind.WrongAddress => $"{address} points to {endpoint}, which is not an OpenAI-compatible API. Set it to the part before /chat/completions, which often ends with /v1",
            FailureKind.ContextTooLong => "The prompt is too long for this model. Set Models:<n>:ContextTokens to the model's context size",
            FailureKind.NoRoomLeft => "The model used all output tokens for reasoning. Lower Models:<n>:ReasoningEffort or raise Models:<n>:ReasoningTokens",
            FailureKind.RateLimited => "The account's rate limit is reached. Set ProviderLimits:RequestsPerMinute and ProviderLimits:TokensPerMinute below it",
            FailureKind.TooLarge => "The server does not accept a request of this size. Raise its limit or lower Attachments:MaxPictures",
            FailureKind.TimedOut => "If the model needs more time, raise Completion:FirstTokenLimit, or Completion:ReasoningLimit for reasoning models",
            FailureKind.BadRequest => "The server rejects the request. Its error says why",
            FailureKind.Unavailable when failure.WasNotReached => $"{endpoint} cannot be reached. Check that {address} is correct, that the server runs, and that no firewall blocks it",
            FailureKind.Unavailable or FailureKind.CutOff => "The provider has a problem. See its status page",
            _ => "No action is needed",
        };
    }
}
