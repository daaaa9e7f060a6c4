using System.Net;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.ServiceDefaults.Tests.Outbound;

public sealed class ReplicaHandlerTests : IDisposable
{
    private static readonly Uri[] Addresses = [new("http://127.0.0.1:1"), new("http://127.0.0.1:2"), new("http://127.0.0.1:3")];

    private readonly FakeTimeProvider _time = new();
    private readonly Replicas _replicas = new();
    private readonly HttpClient _client;

    public ReplicaHandlerTests() => _client = new(new ReplicaHandler(Addresses, _time) { InnerHandler = _replicas }) { BaseAddress = Addresses[0] };

    [Fact]
    public async Task CallsAreSpreadOverAllReplicas()
    {
        int[] expected = [1, 2, 3, 1, 2, 3];
        Assert.Equal(expected, await CallAsync(6));
        Assert.All(_replicas.Paths, path => Assert.Equal("/completions?model=a", path));
    }

    [Fact]
    public async Task ACallThatCouldNotBeSentGoesToTheNextReplica()
    {
        _replicas.Fail(2, HttpRequestError.ConnectionError);

        int[] expected = [1, 3, 3, 1, 3, 3];
        Assert.Equal(expected, await CallAsync(6));
        Assert.Equal(1, _replicas.FailuresOf(2));
    }

    [Fact]
    public async Task AfterAMomentOneCallTriesAFailedReplicaAgain()
    {
        _replicas.Fail(2, HttpRequestError.ConnectionError);
        await CallAsync(3);

        _time.Advance(ReplicaHandler.RestTime);
        await CallAsync(6);
        Assert.Equal(2, _replicas.FailuresOf(2));

        _replicas.Heal(2);
        _time.Advance(ReplicaHandler.RestTime);
        Assert.Equal(3, (await CallAsync(6)).Distinct().Count());
    }

    /// <summary>The replica may have run the request, and a second one could cost money.</summary>
    [Fact]
    public async Task ACallThatFailedLaterIsNotRepeatedButItsReplicaIsLeft()
    {
        _replicas.Fail(1, HttpRequestError.ResponseEnded);

        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(1));
        Assert.DoesNotContain(1, await CallAsync(6));
    }

    [Fact]
    public async Task WithoutAnyReplicaTheCallFailsAndTheNextOneTriesAllAgain()
    {
        foreach (var replica in (int[])[1, 2, 3])
            _replicas.Fail(replica, HttpRequestError.ConnectionError);
        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(1));

        _replicas.Heal(3);
        Assert.Equal(3, Assert.Single(await CallAsync(1)));
    }

    public void Dispose()
    {
        _client.Dispose();
        _replicas.Dispose();
    }

    /// <returns>The replica that answered each call.</returns>
    private async Task<int[]> CallAsync(int calls)
    {
        var answers = new int[calls];
        for (var i = 0; i < calls; i++)
        {
            using var response = await _client.GetAsync("completions?model=a", TestContext.Current.CancellationToken);
            answers[i] = int.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        }

        return answers;
    }

    /// <summary>The network: each address answers with its port, or fails.</summary>
    private sealed class Replicas : HttpMessageHandler
    {
        private readonly Dictionary<int, HttpRequestError> _failing = [];
        private readonly List<int> _failures = [];

        public List<string> Paths { get; } = [];

        public void Fail(int replica, HttpRequestError error) => _failing[replica] = error;

        public void Heal(int replica) => _failing.Remove(replica);

        public int FailuresOf(int replica) => _failures.Count(failed => failed == replica);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var replica = request.RequestUri!.Port;
            if (_failing.TryGetValue(replica, out var error))
            {
                _failures.Add(replica);
                return Task.FromException<HttpResponseMessage>(new HttpRequestException(error));
            }

            Paths.Add(request.RequestUri.PathAndQuery);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($"{replica}") });
        }
    }
}
