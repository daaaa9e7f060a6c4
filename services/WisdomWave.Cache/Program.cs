using System.Runtime.InteropServices;
using Garnet;

// What the cache holds is cheap to get again: nothing is written to disk, and memory is bounded instead.
string[] options =
[
    "--bind", "127.0.0.1",
    "--port", Environment.GetEnvironmentVariable("CACHE_PORT") ?? "6379",
    "--memory", "128m",
    "--page", "1m",
    "--index", "8m",
    "--pubsub-pagesize", "4k",
    "--logger-level", "Warning",
];

// Its banner is several lines of colour.
Console.SetOut(TextWriter.Null);
using var server = new GarnetServer(options);
var ended = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
server.Start();
await ended.Task;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.TrySetResult();
}
