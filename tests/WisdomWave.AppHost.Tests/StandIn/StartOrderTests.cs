using System.Net;
using System.Net.Sockets;

namespace WisdomWave.AppHost.Tests.StandIn;

public sealed class StartOrderTests
{
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task WhoWaitsStartsWhenTheHealthCheckAnswersWell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The processes are shells.");

        using var health = new HealthPage();
        var builder = Builder();
        var first = builder.AddExecutable("first", "sleep", ".", "60")
            .WithHttpEndpoint(port: health.Port, name: "http", isProxied: false)
            .WithHttpHealthCheck("/health");
        builder.AddExecutable("second", "sleep", ".", "60").WaitFor(first);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var started = app.ResourceNotifications.WaitForResourceAsync(
            "second", change => change.Snapshot.State?.Text == KnownResourceStates.Running, TestContext.Current.CancellationToken);
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        Assert.False(started.IsCompleted);

        health.Status = HttpStatusCode.OK;
        await started.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("3", "Running")]
    [InlineData("4", "FailedToStart")]
    public async Task WhoWaitsForTheEndStartsAfterTheRightExitCode(string exitCode, string state)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The processes are shells.");

        var builder = Builder();
        var first = builder.AddExecutable("first", "sh", ".", "-c", $"exit {exitCode}");
        builder.AddExecutable("second", "sleep", ".", "60").WaitForCompletion(first, exitCode: 3);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        await app.ResourceNotifications
            .WaitForResourceAsync("second", change => change.Snapshot.State?.Text == state, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AServiceThatEndsWhileStartingStopsTheApplicationWithItsSentence()
    {
        var builder = Builder();
        var dialog = builder.AddProject<EndsAtOnce>("dialog", launchProfileName: null)
            .WithEnvironment("MAX_TOKENS", "7")
            .WithHttpEndpoint(name: "http", isProxied: false)
            .WithHttpHealthCheck("/health");
        foreach (var (name, value) in Given.FreePorts)
            dialog.WithEnvironment(name, value);
        await using var app = builder.Build();

        Assert.Equal(
            "dialog did not start: MAX_TOKENS must be a whole number of at least 500, for example 16000.",
            await app.RunToTheEndAsync(Given.Nothing));
    }

    [Fact]
    public async Task AProgramThatIsNotThereDoesNotStart()
    {
        var builder = Builder();
        builder.AddExecutable("first", "no-such-program", ".");
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        await app.ResourceNotifications
            .WaitForResourceAsync("first", change => change.Snapshot.State?.Text == KnownResourceStates.FailedToStart, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IDistributedApplicationBuilder Builder() =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });

    /// <summary>Answers 503 until told otherwise.</summary>
    private sealed class HealthPage : IDisposable
    {
        private readonly HttpListener _listener = new();

        public HealthPage()
        {
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Port = ((IPEndPoint)probe.LocalEndpoint).Port;
            }

            _listener.Prefixes.Add($"http://localhost:{Port}/");
            _listener.Start();
            _listener.BeginGetContext(Answer, null);
        }

        public int Port { get; }

        public HttpStatusCode Status { get; set; } = HttpStatusCode.ServiceUnavailable;

        public void Dispose() => _listener.Close();

        private void Answer(IAsyncResult result)
        {
            if (!_listener.IsListening)
                return;

            var response = _listener.EndGetContext(result).Response;
            response.StatusCode = (int)Status;
            response.Close();
            _listener.BeginGetContext(Answer, null);
        }
    }
}
