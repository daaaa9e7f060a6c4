using System.Net;
using Microsoft.AspNetCore.Connections;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Keeps the silo off the network. It is the only one of its cluster, so nothing ever connects to it; without a listener it needs no free
/// port, and no other program can send it messages.
/// </summary>
internal static class SiloNetwork
{
    public static void UseNoNetwork(this ISiloBuilder silo)
    {
        // Nothing listens there; it only distinguishes this silo from one that was started in the same second. Below the ports that systems
        // assign, so that no server of this process has it.
        var port = Random.Shared.Next(1, 32_768);
        silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0);

        // Orleans has one listener for silos and one for clients. The one without a key is Kestrel's.
        foreach (var listener in silo.Services.Where(service => service.ServiceType == typeof(IConnectionListenerFactory) && service.IsKeyedService).ToList())
        {
            silo.Services.Remove(listener);
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory>(listener.ServiceKey, new NoListenerFactory());
        }
    }

    private sealed class NoListenerFactory : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IConnectionListener>(new NoListener(endpoint));
    }

    /// <summary>Accepts no connection, and ends when it is unbound.</summary>
    private sealed class NoListener(EndPoint endPoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(_unbound.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

        public ValueTask DisposeAsync()
        {
            _unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }
    }
}
