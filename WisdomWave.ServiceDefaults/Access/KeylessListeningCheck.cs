using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>Allows a service without a service key to listen on loopback only, because it answers every caller.</summary>
internal sealed partial class KeylessListeningCheck(IServer server, IConfiguration configuration, ILogger<KeylessListeningCheck> logger) : IHostedLifecycleService
{
    /// <summary>Runs once the server has started and its addresses are known.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (ServiceKey.Read(configuration) is not null)
            return Task.CompletedTask;

        var exposed = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(address => !IsLocal(BindingAddress.Parse(address)));
        if (exposed is not null)
            throw new StartupException($"{ServiceKey.Setting} is not set, but other machines can reach this service ({exposed}); set it to the same value for all services, for example to the output of \"openssl rand -hex 32\".");
        LogKeyless(ServiceKey.Setting);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsLocal(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe
        || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    [LoggerMessage(LogLevel.Information, "{Setting} is not set: every program on this machine can call this service")]
    private partial void LogKeyless(string setting);
}
