using System.Globalization;
using Garnet;

using var server = new GarnetServer(["--bind", "127.0.0.1", "--port", Environment.GetEnvironmentVariable("CACHE_PORT") ?? 6379.ToString(CultureInfo.InvariantCulture)]);
server.Start();
await Task.Delay(Timeout.Infinite);
