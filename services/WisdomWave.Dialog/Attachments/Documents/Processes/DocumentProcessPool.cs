using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>
/// Starts reading processes. Each reads one document, so that nothing is left over for the next. A spare one can be started in
/// advance, while its document is still being fetched.
/// </summary>
internal sealed class DocumentProcessPool(IOptions<AttachmentOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>How long a spare process waits for another document when its own could not be fetched.</summary>
    private static readonly TimeSpan SpareLifetime = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<int, DocumentProcess> _running = new();
    private DocumentProcess? _spare;
    private ITimer? _spareTimer;
    private bool _isDisposed;

    /// <summary>Ids of all running processes, including the spare one.</summary>
    public IReadOnlyCollection<int> Ids => [.. _running.Keys];

    /// <summary>Starts the spare process unless there is one.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The process cannot be started.</exception>
    public void Prepare()
    {
        lock (_gate)
        {
            if (_isDisposed || _spare is { IsAlive: true })
                return;

            DropSpare();
            _spare = Start();
            _spareTimer = time.CreateTimer(_ => EndSpare(), null, SpareLifetime, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Returns the spare process or a new one. Pass it to <see cref="End"/> afterwards.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The process cannot be started.</exception>
    public DocumentProcess Take()
    {
        lock (_gate)
        {
            var spare = _spare;
            _spare = null;
            _spareTimer?.Dispose();
            if (spare is { IsAlive: true })
                return spare;

            End(spare);
            return Start();
        }
    }

    public void End(DocumentProcess? process)
    {
        if (process is null)
            return;

        _running.TryRemove(process.Id, out _);
        process.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            DropSpare();
        }

        // Not disposed: callers that wait for these processes still use them.
        foreach (var process in _running.Values)
            process.Kill();
    }

    private DocumentProcess Start()
    {
        var process = DocumentProcess.Start(options.Value.ReadMemory);
        _running[process.Id] = process;
        return process;
    }

    private void EndSpare()
    {
        lock (_gate)
            DropSpare();
    }

    private void DropSpare()
    {
        _spareTimer?.Dispose();
        End(_spare);
        _spare = null;
    }
}
