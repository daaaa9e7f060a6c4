using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Running;

/// <summary>
/// A shell in a session of its own that holds the list of our children and reads from a pipe of ours. The kernel closes the pipe
/// however we end, kill -9 included, and then the shell ends the children that are left. Windows has no such guard.
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        children=
        while read -r verb pid; do
          rest=
          for child in $children; do [ "$child" = "$pid" ] || rest="$rest $child"; done
          [ "$verb" = watch ] && rest="$rest $pid"
          children=$rest
        done
        [ -n "$children" ] || exit 0
        for child in $children; do kill -TERM "$child"; done
        sleep 2
        for child in $children; do kill -KILL "-$child" || kill -KILL "$child"; done
        """;

    private readonly Lock _gate = new();
    private Process? _shell;

    public void Watch(int processId) => Tell("watch", processId);

    public void Forget(int processId) => Tell("forget", processId);

    public void Dispose()
    {
        lock (_gate)
        {
            _shell?.StandardInput.Close();
            _shell?.Dispose();
            _shell = null;
        }
    }

    private void Tell(string verb, int processId)
    {
        if (OperatingSystem.IsWindows())
            return;

        lock (_gate)
        {
            _shell ??= StartShell();
            try
            {
                _shell.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verb} {processId}"));
                _shell.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Somebody has ended the shell. The application goes on without its guard.
            }
        }
    }

    private static Process StartShell()
    {
        var (program, prefix) = Session.Wrap("/bin/sh");
        return Process.Start(new ProcessStartInfo(program, [.. prefix, "-c", Script]) { RedirectStandardInput = true })!;
    }
}
