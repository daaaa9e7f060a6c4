using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Garnet;

const string PortSetting = "CACHE_PORT";
const string PasswordSetting = "CACHE_PASSWORD";

if (Environment.GetEnvironmentVariable(PortSetting) is not { Length: > 0 } port)
    port = "6379";
if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
    return Fail($"{PortSetting} is not a port number; a good value is 6379.");

// Without a password, every program on this machine could use the cache, and so could a web page: Garnet ignores the lines of an HTTP
// request and runs the commands in its body.
if (Environment.GetEnvironmentVariable(PasswordSetting) is not { Length: > 0 } password)
    return Fail($"{PasswordSetting} is not set; a good value is the output of \"openssl rand -hex 32\".");

// Garnet would report a port that is in use with a stack trace.
try
{
    using var probe = new TcpListener(IPAddress.Loopback, number);
    probe.Start();
}
catch (SocketException exception)
{
    return Fail($"The cache cannot listen on port {port} ({exception.Message}). Free the port, or set {PortSetting} to another, for example 6380.");
}

// Nothing is written to disk, because everything in the cache can be made again; the memory is limited instead.
string[] options =
[
    "--bind", "127.0.0.1",
    "--port", port,
    "--memory", "128m",
    "--page", "1m",
    "--index", "8m",
    "--pubsub-pagesize", "4k",
    "--logger-level", "Warning",
    // These options are not on this process's command line, which other users could read.
    "--auth", "Password",
    "--password", password,
];

// Suppresses Garnet's banner of several colored lines.
Console.SetOut(TextWriter.Null);
using var server = new GarnetServer(options);
var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
server.Start();
await stopped.Task;
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
