namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>Maps the values that servers write into <c>finish_reason</c> to those that the SDK knows.</summary>
internal static class FinishReasons
{
    public const string Stop = "stop";
    public const string ToolCalls = "tool_calls";

    /// <summary>Not a value of the SDK: the server aborted the answer.</summary>
    public const string Failed = "error";

    /// <returns>Null while the answer continues.</returns>
    public static string? Map(string? reason) => reason?.Trim().ToLowerInvariant() switch
    {
        null or "" or "null" or "none" or "unknown" or "finish_reason_unspecified" => null,
        "length" or "max_tokens" or "max_output_tokens" or "model_length" or "max_length" or "token_limit" => "length",
        "content_filter" or "content_filtered" or "sensitive" or "safety" or "recitation" or "refusal" or "blocklist"
            or "prohibited_content" or "spii" or "guardrail_intervened" or "moderation" => "content_filter",
        "tool_calls" or "function_call" or "tool_use" or "tool_call" => ToolCalls,
        "error" or "abort" or "aborted" or "cancelled" or "canceled" or "insufficient_system_resource" or "timeout"
            or "network_error" or "malformed_function_call" => Failed,
        // "stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete", and all values not known here.
        _ => Stop,
    };
}
