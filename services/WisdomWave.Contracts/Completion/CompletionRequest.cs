using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>A prompt for a model (<c>POST /completions</c>; the response is a stream of <see cref="CompletionEvent"/>s).</summary>
public sealed record CompletionRequest
{
    /// <summary>The model's name in the operator's configuration.</summary>
    public required string Model { get; init; }

    /// <summary>The name of the bot that asks, for metrics; it changes nothing in the answer. Null when unknown.</summary>
    public string? Bot { get; init; }

    /// <summary>The whole prompt, oldest message first; the last message is the user's.</summary>
    public required IReadOnlyList<PromptMessage> Messages { get; init; }

    /// <summary>Limit for the answer, tokens; null for the model's default.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>
    /// An opaque key of the conversation. When the operator has disabled sharing cached answers between conversations, an answer is
    /// only reused under the same key.
    /// </summary>
    public string? Scope { get; init; }

    /// <summary>True skips the cached answer without replacing it: other users still get the cached one.</summary>
    public bool Fresh { get; init; }

    /// <summary>Null uses the model's configuration.</summary>
    public ReasoningEffort? ReasoningEffort { get; init; }

    /// <summary>
    /// Limit for reasoning, tokens, in addition to <see cref="MaxOutputTokens"/>; 0 for a model that does not reason, null uses the
    /// model's configuration.
    /// </summary>
    public int? MaxReasoningTokens { get; init; }

    /// <summary>True streams the reasoning text, if the provider reveals it.</summary>
    public bool ShowReasoning { get; init; }

    /// <summary>Maximum number of provider calls for this request; null uses the service's setting.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>Maximum number of calls to all fallback models together; null uses the service's setting.</summary>
    public int? MaxFallbackCalls { get; init; }
}

/// <summary>One message of a prompt.</summary>
public sealed record PromptMessage(PromptRole Role, string Text)
{
    /// <summary>Images sent with the text, for models with vision; null for none.</summary>
    public IReadOnlyList<PromptImage>? Images { get; init; }
}

/// <summary>Who wrote a prompt message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PromptRole>))]
public enum PromptRole
{
    System,
    User,
    Assistant,
}

/// <summary>An image in a prompt.</summary>
/// <param name="MediaType"><c>image/jpeg</c>, <c>image/png</c>, <c>image/webp</c> or <c>image/gif</c>.</param>
/// <param name="Data">The file's bytes; base64 on the wire.</param>
public sealed record PromptImage(string MediaType, byte[] Data);
