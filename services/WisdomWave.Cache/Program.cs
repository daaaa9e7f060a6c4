using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Garnet;

const string PortSetting = "CACHE_PORT";

if (Environment.GetEnvironmentVariable(PortSetting) is not { Length: > 0 } port)
    port = "6379";
if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
    return Refuse($"{PortSetting} is not a port's number; a good value is 6379.");

// Garnet tells a port that is taken with a stack trace.
try
{
    using var probe = new TcpListener(IPAddress.Loopback, number);
    probe.Start();
}
catch (SocketException exception)
{
    return Refuse($"The cache cannot listen on port {port} ({exception.Message}); free it, or set {PortSetting} to another, for example 6380.");
}

// What the cache holds is cheap to get again: nothing is written to disk, and memory is bounded instead.
string[] options =
[
    "--bind", "127.0.0.1",
    "--port", port,
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
return 0;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.TrySetResult();
}

static int Refuse(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}
