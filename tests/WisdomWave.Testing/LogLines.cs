using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Testing;

/// <summary>Collects the log of a service under test: add it to the service's logging providers.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Category, string Text)> _lines = [];

    public IReadOnlyList<string> Of(LogLevel level) => [.. _lines.Where(line => line.Level == level).Select(line => line.Text)];

    /// <param name="level">Exactly this level.</param>
    /// <param name="category">The logger's category, or the beginning of it.</param>
    public IReadOnlyList<string> Of(LogLevel level, string category) =>
        [.. _lines.Where(line => line.Level == level && line.Category.StartsWith(category, StringComparison.Ordinal)).Select(line => line.Text)];

    /// <param name="category">The logger's category, or the beginning of it.</param>
    public IReadOnlyList<string> From(string category) =>
        [.. _lines.Where(line => line.Category.StartsWith(category, StringComparison.Ordinal)).Select(line => line.Text)];

    public IReadOnlyList<string> All => [.. _lines.Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<(LogLevel Level, string Category, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, category, formatter(state, exception) + (exception is null ? "" : Environment.NewLine + exception)));
    }
}
