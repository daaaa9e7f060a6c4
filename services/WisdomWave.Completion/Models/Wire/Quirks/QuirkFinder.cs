using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WisdomWave.Completion.Models.Failures;

namespace WisdomWave.Completion.Models.Wire.Quirks;

/// <summary>Finds the parameter that a server's error rejects.</summary>
internal static partial class QuirkFinder
{
    /// <returns>The known quirks plus the new one, and its name for the log; null if the error is about something else.</returns>
    public static (ServerQuirks Quirks, string Name)? Find(ServerQuirks known, JsonObject request, ProviderError error)
    {
        if (Has(request, "stream_options") && Names(error, "stream_options"))
            return (known with { RejectsStreamOptions = true }, "stream_options");
        if (FindMaxTokens(known, request, error) is { } maxTokens)
            return maxTokens;
        if (Has(request, "reasoning_effort") && (Names(error, "reasoning_effort") || NoReasoning().IsMatch(error.Message)))
            return FindEffort(known, request, error);
        if (Has(request, "temperature") && Names(error, "temperature"))
            return (known with { RejectsTemperature = true }, "temperature");
        return HasSystemRole(request) && !known.RejectsSystemRole && SystemRole().IsMatch(error.Message)
            ? (known with { RejectsSystemRole = true }, "the system role")
            : null;
    }

    private static (ServerQuirks, string)? FindMaxTokens(ServerQuirks known, JsonObject request, ProviderError error)
    {
        var name = Has(request, ProviderModel.MaxCompletionTokens) ? ProviderModel.MaxCompletionTokens : Has(request, ProviderModel.MaxTokens) ? ProviderModel.MaxTokens : null;
        if (name is null || !(Names(error, ProviderModel.MaxCompletionTokens) || Names(error, ProviderModel.MaxTokens)))
            return null;

        if (ParseLimit(error.Message) is { } limit && limit < (long?)request[name])
            return (known with { MaxTokensLimit = limit }, $"more than {limit} output tokens");

        // "Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens' instead": of the two, the parameter that was sent is rejected.
        var other = name == ProviderModel.MaxTokens ? ProviderModel.MaxCompletionTokens : ProviderModel.MaxTokens;
        return known.MaxTokensParameter is null && Names(error, name) ? (known with { MaxTokensParameter = other }, name) : null;
    }

    private static (ServerQuirks, string) FindEffort(ServerQuirks known, JsonObject request, ProviderError error)
    {
        // "Supported values are: 'low', 'medium', and 'high'."
        var sent = (string?)request["reasoning_effort"];
        return sent == "minimal" && known.MinEffort is null && LowEffort().IsMatch(error.Message)
            ? (known with { MinEffort = "low" }, "reasoning_effort minimal")
            : (known with { RejectsReasoningEffort = true }, "reasoning_effort");
    }

    private static int? ParseLimit(string message) =>
        MaxTokensLimit().Match(message) is { Success: true } match && int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    private static bool Has(JsonObject request, string name) => request[name] is not null;

    private static bool HasSystemRole(JsonObject request) =>
        request["messages"] is JsonArray messages && messages.Any(message => (string?)message?["role"] is "system" or "developer");

    private static bool Names(ProviderError error, string name) =>
        error.Param == name || error.Message.Contains(name, StringComparison.OrdinalIgnoreCase);

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture;

    // "This model supports at most 4096 completion tokens"   "the valid range of max_tokens is [1, 8192]"   "must be <= 4096"
    [GeneratedRegex(@"(at\ most|\[\s*\d+\s*,|<=|less\ than\ or\ equal\ to|maximum\ (value\ )?(is|of|allowed:?))\ *`?(?<n>\d{2,9})", Loose)]
    private static partial Regex MaxTokensLimit();

    // "System role not supported"   "'system' is not one of ['user', 'assistant']"   "Developer instruction is not enabled"
    // "Conversation roles must alternate"   "Only user and assistant roles are supported!"
    [GeneratedRegex(
        """
        (system|developer)\b.{0,40}?\b(role|message|prompt|instruction)s?\b.{0,60}?(not\ |un|n't|invalid|disallow)
        | (not|un|n't|invalid).{0,60}?['"`]?(system|developer)['"`]?.{0,20}?\b(role|message|prompt|instruction)
        | role.{0,40}?['"`](system|developer)['"`] | ['"`](system|developer)['"`].{0,30}?(is\ not|not\ one\ of|unsupported)
        | roles\ must\ alternate | only\ user\ and\ assistant\ roles
        """,
        Loose)]
    private static partial Regex SystemRole();

    [GeneratedRegex(@"(does\ not|doesn't)\ support\ (thinking|reasoning)|reasoning[ _.-]effort", Loose)]
    private static partial Regex NoReasoning();

    [GeneratedRegex(@"['""`]?low['""`]?\s*,", Loose)]
    private static partial Regex LowEffort();
}
