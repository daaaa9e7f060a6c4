using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>
/// Starts reading processes. Each reads one document, so that nothing of it is left for the next. One may be started before it is
/// needed, while its document is still on the way.
/// </summary>
internal sealed class DocumentProcesses(IOptions<AttachmentOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A document that could not be fetched leaves a process behind that the next one may use.</summary>
    private static readonly TimeSpan SpareFor = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<int, DocumentProcess> _running = new();
    private DocumentProcess? _spare;
    private ITimer? _spareEnds;
    private bool _isDisposed;

    /// <summary>Those that read or are about to.</summary>
    public IReadOnlyCollection<int> Ids => [.. _running.Keys];

    /// <summary>Starts a process unless one is waiting.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">None can be started.</exception>
    public void Prepare()
    {
        lock (_gate)
        {
            if (_isDisposed || _spare is { IsAlive: true })
                return;

            LetSpareGo();
            _spare = Start();
            _spareEnds = time.CreateTimer(_ => EndSpare(), null, SpareFor, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The caller gives it back with <see cref="End"/>.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">None can be started.</exception>
    public DocumentProcess Take()
    {
        lock (_gate)
        {
            var spare = _spare;
            _spare = null;
            _spareEnds?.Dispose();
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
            LetSpareGo();
        }

        // Who waits for one of them still holds it.
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
            LetSpareGo();
    }

    private void LetSpareGo()
    {
        _spareEnds?.Dispose();
        End(_spare);
        _spare = null;
    }
}
