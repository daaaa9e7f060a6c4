namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>
/// Spreads calls over the replicas of a service, one after the other, and leaves out a replica for a moment after its connection failed.
/// A call that was not sent because of that goes to the next replica at once.
/// </summary>
/// <remarks>
/// <para>
/// Why here, and not by a proxy or by the connection pool: over HTTP/2 all calls of a client share one connection, so whatever chooses for
/// each connection sends everything to one replica, and a proxy would cost each call a second hop.
/// </para>
/// <para>
/// YARP chooses the less busy of two random destinations, and marks one as unhealthy after transport failures until a reactivation period
/// has passed (passive health checks). Microsoft.Extensions.ServiceDiscovery goes through the addresses in turn and marks nothing;
/// <see cref="ServiceAddresses"/> says why it is not used. This handler takes the turns of the one, because calls to completion are alike,
/// and the marks of the other.
/// </para>
/// </remarks>
internal sealed class ReplicaHandler(IReadOnlyList<Uri> replicas, TimeProvider time) : DelegatingHandler
{
    /// <summary>After this time, one call tries the replica again.</summary>
    public static readonly TimeSpan RestTime = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly long?[] _failedAt = new long?[replicas.Count];
    private int _turn = -1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        var order = TakeTurn();
        for (var tries = 1; ; tries++)
        {
            var replica = order[tries - 1];
            request.RequestUri = new Uri(replicas[replica], path);
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                Mark(replica, failedAt: null);
                return response;
            }
            catch (Exception exception) when (exception is HttpRequestException || IsConnectTimeout(exception, cancellationToken))
            {
                Mark(replica, time.GetTimestamp());
                // Any other failure may have come after the request was sent, so only the caller knows whether it can be repeated.
                if (exception is HttpRequestException { HttpRequestError: not HttpRequestError.ConnectionError } || tries == order.Length)
                    throw;
            }
        }
    }

    private static bool IsConnectTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException { InnerException: TimeoutException } && !cancellationToken.IsCancellationRequested;

    /// <returns>All replicas, beginning with the one whose turn it is; those that rest come last.</returns>
    private int[] TakeTurn()
    {
        lock (_gate)
        {
            _turn = (_turn + 1) % replicas.Count;
            var inTurn = Enumerable.Range(0, replicas.Count).Select(i => (_turn + i) % replicas.Count);
            int[] order = [.. inTurn.OrderBy(Rests)];
            // Only this call tries it; until that has an outcome, the others continue to leave it out.
            if (_failedAt[order[0]] is not null)
                _failedAt[order[0]] = time.GetTimestamp();
            return order;
        }
    }

    private bool Rests(int replica) => _failedAt[replica] is { } failedAt && time.GetElapsedTime(failedAt) < RestTime;

    private void Mark(int replica, long? failedAt)
    {
        lock (_gate)
            _failedAt[replica] = failedAt;
    }
}
