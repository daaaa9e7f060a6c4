using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>The reason that a resource gave in its own log before it ended.</summary>
internal static partial class LastWords
{
    /// <summary>How the orchestrator begins its own lines in a resource's log: <c>[sys] Starting process...: Cmd = …</c></summary>
    private const string Orchestrators = "[sys] ";

    private const string None = "It left no message.";

    /// <summary>The last line on stderr, else the last warning or error, that is not part of a stack trace. Other lines give no reason.</summary>
    public static async Task<string> OfAsync(DistributedApplication app, IResource resource)
    {
        var lines = new List<LogLine>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
            lines.AddRange(batch);
        return Of(lines);
    }

    internal static string Of(IReadOnlyList<LogLine> lines)
    {
        var words = lines
            .Select(line => (Text: WithoutTimestamp(line.Content), line.IsErrorMessage))
            .Where(line => line.Text.Length > 0 && !char.IsWhiteSpace(line.Text[0]))
            .ToLookup(line => line.Text.StartsWith(Orchestrators, StringComparison.Ordinal));
        return words[false].LastOrDefault(line => line.IsErrorMessage).Text
            ?? words[false].LastOrDefault(line => NeedsAttention(line.Text)).Text
            // A program that is missing has no lines of its own.
            ?? words[true].LastOrDefault(line => line.IsErrorMessage).Text?[Orchestrators.Length..]
            ?? None;
    }

    /// <summary>Whether a line of a service is a warning or an error.</summary>
    public static bool NeedsAttention(string line) => Attention().IsMatch(line);

    public static string WithoutTimestamp(string line) => Timestamp().Replace(line, "");

    // 2026-11-22T17:15:00.0000000Z The line — Aspire puts the time before each line.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z? ")]
    private static partial Regex Timestamp();

    // 10:31:02.118 warn Completer: The provider rejects OPENAI_API_KEY (401) — the services' console format.
    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} (warn|fail|crit) ")]
    private static partial Regex Attention();
}
