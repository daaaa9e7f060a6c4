using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>The reason that a resource gave in its own log before it ended.</summary>
internal static partial class LastWords
{
    /// <summary>How the orchestrator begins its own lines in a resource's log: <c>[sys] Starting process...: Cmd = …</c></summary>
    private const string Orchestrators = "[sys] ";

    private const string None = "It left no message.";

    /// <summary>The last line that is not part of a stack trace, from stderr if there is one.</summary>
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
            .Where(line => line.Text.Length > 0 && !char.IsWhiteSpace(line.Text[0]) && !line.Text.StartsWith(Orchestrators, StringComparison.Ordinal))
            .ToList();
        var errors = words.FindAll(line => line.IsErrorMessage);
        return (errors.Count > 0 ? errors : words).Select(line => line.Text).LastOrDefault() ?? None;
    }

    public static string WithoutTimestamp(string line) => Timestamp().Replace(line, "");

    // 2026-11-22T17:15:00.0000000Z The line — Aspire puts the time before each line.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z? ")]
    private static partial Regex Timestamp();
}
