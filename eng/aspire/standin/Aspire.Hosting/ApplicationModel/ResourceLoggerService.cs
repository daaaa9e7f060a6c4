using System.Collections.Concurrent;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the last lines that each resource wrote.</summary>
public class ResourceLoggerService
{
    private const int Kept = 1_000;
    private readonly ConcurrentDictionary<string, Queue<LogLine>> _lines = new(StringComparer.OrdinalIgnoreCase);
    private int _count;

    /// <summary>The lines so far, oldest first, in batches.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        await Task.CompletedTask;
        if (!_lines.TryGetValue(resource.Name, out var lines))
            yield break;

        LogLine[] copy;
        lock (lines)
            copy = [.. lines];
        yield return copy;
    }

    internal void Add(IResource resource, string content, bool isError)
    {
        var lines = _lines.GetOrAdd(resource.Name, static _ => new Queue<LogLine>());
        lock (lines)
        {
            if (lines.Count == Kept)
                lines.Dequeue();
            lines.Enqueue(new LogLine(Interlocked.Increment(ref _count), content, isError));
        }
    }
}
