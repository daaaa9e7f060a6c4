using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Adapting;

/// <summary>Understands what a 400 refuses.</summary>
internal static partial class QuirkFinder
{
    /// <returns>What is known with it, and its words for the log; null when the error is about something else.</returns>
    public static (ServerQuirks Quirks, string What)? Learn(ServerQuirks known, JsonObject request, ProviderError error)
    {
        if (Has(request, "stream_options") && Names(error, "stream_options"))
            return (known with { RefusesStreamOptions = true }, "stream_options");
        if (Room(known, request, error) is { } room)
            return room;
        if (Has(request, "reasoning_effort") && (Names(error, "reasoning_effort") || Thinking().IsMatch(error.Message)))
            return Effort(known, request, error);
        if (Has(request, "temperature") && Names(error, "temperature"))
            return (known with { RefusesTemperature = true }, "temperature");
        return HasSystem(request) && !known.RefusesSystemRole && SystemRole().IsMatch(error.Message)
            ? (known with { RefusesSystemRole = true }, "the system role")
            : null;
    }

    private static (ServerQuirks, string)? Room(ServerQuirks known, JsonObject request, ProviderError error)
    {
        var name = Has(request, ModelOptions.MaxCompletionTokens) ? ModelOptions.MaxCompletionTokens : Has(request, ModelOptions.MaxTokens) ? ModelOptions.MaxTokens : null;
        if (name is null || !(Names(error, ModelOptions.MaxCompletionTokens) || Names(error, ModelOptions.MaxTokens)))
            return null;

        if (Largest(error.Message) is { } largest && largest < (long?)request[name])
            return (known with { LargestRoom = largest }, $"more than {largest} tokens of answer");

        // "Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens' instead": refused is the one that was sent.
        var other = name == ModelOptions.MaxTokens ? ModelOptions.MaxCompletionTokens : ModelOptions.MaxTokens;
        return known.RoomName is null && Names(error, name) ? (known with { RoomName = other }, name) : null;
    }

    private static (ServerQuirks, string) Effort(ServerQuirks known, JsonObject request, ProviderError error)
    {
        // "Supported values are: 'low', 'medium', and 'high'."
        var sent = (string?)request["reasoning_effort"];
        return sent == "minimal" && known.LeastEffort is null && LowEffort().IsMatch(error.Message)
            ? (known with { LeastEffort = "low" }, "the reasoning_effort minimal")
            : (known with { RefusesReasoningEffort = true }, "reasoning_effort");
    }

    private static int? Largest(string message) =>
        LargestRoom().Match(message) is { Success: true } match && int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    private static bool Has(JsonObject request, string name) => request[name] is not null;

    private static bool HasSystem(JsonObject request) =>
        request["messages"] is JsonArray messages && messages.Any(message => (string?)message?["role"] is "system" or "developer");

    private static bool Names(ProviderError error, string name) =>
        error.Param == name || error.Message.Contains(name, StringComparison.OrdinalIgnoreCase);

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture;

    // "This model supports at most 4096 completion tokens"   "the valid range of max_tokens is [1, 8192]"   "must be <= 4096"
    [GeneratedRegex(@"(at\ most|\[\s*\d+\s*,|<=|less\ than\ or\ equal\ to|maximum\ (value\ )?(is|of|allowed:?))\ *`?(?<n>\d{2,9})", Loose)]
    private static partial Regex LargestRoom();

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
    private static partial Regex Thinking();

    [GeneratedRegex(@"['""`]?low['""`]?\s*,", Loose)]
    private static partial Regex LowEffort();
}
