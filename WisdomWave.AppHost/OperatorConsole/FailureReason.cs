using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Finds the reason for a failure in a resource's log.</summary>
internal static partial class FailureReason
{
    /// <summary>The prefix of the orchestrator's own lines in a resource's log: <c>[sys] Starting process...: Cmd = …</c></summary>
    private const string OrchestratorPrefix = "[sys] ";

    private const string None = "It logged no error.";

    /// <summary>Returns the last line on stderr, or else the last warning or error, that is not part of a stack trace.</summary>
    public static async Task<string> OfAsync(DistributedApplication app, IResource resource)
    {
        var lines = new List<LogLine>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
            lines.AddRange(batch);
        return Of(lines);
    }

    internal static string Of(IReadOnlyList<LogLine> lines)
    {
        var messages = lines
            .Select(line => (Text: WithoutTimestamp(line.Content), line.IsErrorMessage))
            .Where(line => line.Text.Length > 0 && !char.IsWhiteSpace(line.Text[0]))
            .ToLookup(line => line.Text.StartsWith(OrchestratorPrefix, StringComparison.Ordinal));
        return messages[false].LastOrDefault(line => line.IsErrorMessage).Text
            ?? messages[false].LastOrDefault(line => NeedsAttention(line.Text)).Text
            // A missing program writes no lines of its own.
            ?? messages[true].LastOrDefault(line => line.IsErrorMessage).Text?[OrchestratorPrefix.Length..]
            ?? None;
    }

    /// <summary>Whether a service's log line is a warning or an error.</summary>
    public static bool NeedsAttention(string line) => Attention().IsMatch(line);

    public static string WithoutTimestamp(string line) => Timestamp().Replace(line, "");

    // 2026-11-22T17:15:00.0000000Z The line (Aspire adds the timestamp)
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z? ")]
    private static partial Regex Timestamp();

    // 10:31:02.118 warn Completer: The provider rejects OPENAI_API_KEY (401) (the services' console format)
    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} (warn|fail|crit) ")]
    private static partial Regex Attention();
}
