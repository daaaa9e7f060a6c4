using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>
/// The whole application with its app host in the test process, so that a test sees the states and logs of its resources. The
/// services are separate processes, as always; there is no dashboard.
/// </summary>
public sealed class HostedApplication : IAsyncDisposable
{
    /// <summary>The services' own key, with which a test asks dialog what it has not delivered.</summary>
    private const string Key = "key-of-the-end-to-end-tests-for-the-services";

    private readonly DistributedApplication _app;
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { Authorization = new("Bearer", Key) } };
    private readonly ConcurrentQueue<ResourceEvent> _events = new();
    private readonly CancellationTokenSource _stopWatching = new();
    private readonly Task _watching;

    private HostedApplication(DistributedApplication app)
    {
        _app = app;
        _watching = WatchAsync();
    }

    /// <summary>Every change of every resource since before the start, oldest first.</summary>
    public IReadOnlyList<ResourceEvent> Events => [.. _events];

    /// <returns>When every service is healthy.</returns>
    public static async Task<HostedApplication> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string>? settings = null)
    {
        foreach (var name in TestSettings.OwnBotsAndModels())
            Environment.SetEnvironmentVariable(name, null);
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["WISDOMWAVE_SERVICE_KEY"] = Key };
        var arguments = TestSettings.Of(dataDirectory, all)
            .Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}");
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.WisdomWave_AppHost>([.. arguments]);

        // Otherwise the logs of all services would be mixed into the test output.
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var application = new HostedApplication(await builder.BuildAsync());
        try
        {
            await application._app.StartAsync().WaitAsync(Application.StartLimit);
            foreach (var service in application.Services)
                await application.UntilHealthyAsync(service);
        }
        catch (Exception failure)
        {
            var logs = await application.LogsAsync();
            await application.DisposeAsync();
            throw new InvalidOperationException($"The application did not start. Its logs:\n{logs}", failure);
        }

        return application;
    }

    /// <summary>The address of a resource; null if the application does not have it.</summary>
    public Uri? AddressOf(string resource) => Find(resource) is null ? null : _app.GetEndpoint(resource, "http");

    /// <summary>The first link of a resource in the dashboard.</summary>
    public async Task<Uri> LinkOfAsync(string resource) =>
        new((await UntilAsync(resource, snapshot => snapshot.Urls.Length > 0, "linked")).Urls[0].Url);

    /// <summary>Whether dialog has no reply left to deliver to the person's chat. False while it does not respond.</summary>
    public Task<bool> HasDeliveredAsync(long botId, long chatId, CancellationToken cancellationToken) =>
        UndeliveredTurns.AreNoneAsync(_http, AddressOf("dialog")!, botId, chatId, cancellationToken);

    /// <summary>The log of one resource, or of all.</summary>
    public async Task<string> LogsAsync(string? resource = null)
    {
        var loggers = _app.Services.GetRequiredService<ResourceLoggerService>();
        var text = new StringBuilder();
        foreach (var logged in Resources.Where(candidate => resource is null ? candidate is ProjectResource or ExecutableResource : candidate.Name == resource))
        {
            await foreach (var lines in loggers.GetAllAsync(logged))
            {
                foreach (var line in lines)
                    text.Append(logged.Name).Append(": ").AppendLine(line.Content);
            }
        }

        return text.ToString();
    }

    public Task<CustomResourceSnapshot> UntilHealthyAsync(string resource) =>
        UntilAsync(resource, snapshot => snapshot.HealthStatus == HealthStatus.Healthy, "healthy");

    public async Task<CustomResourceSnapshot> UntilAsync(string resource, Func<CustomResourceSnapshot, bool> fits, string what)
    {
        try
        {
            var change = await _app.ResourceNotifications.WaitForResourceAsync(resource, change => fits(change.Snapshot)).WaitAsync(Eventually.Limit);
            return change.Snapshot;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {Eventually.Limit.TotalSeconds:0} s: {resource} is {what}.\n{await LogsAsync(resource)}");
        }
    }

    /// <summary>Runs a command of the dashboard.</summary>
    public async Task CommandAsync(string resource, string command)
    {
        var result = await _app.ResourceCommands.ExecuteCommandAsync(resource, command);
        Assert.True(result.Success, $"{command} of {resource}: {result.Message}");
    }

    /// <summary>Calls an operator endpoint: <c>traffic?minutes=0</c>.</summary>
    public async Task OperateAsync(string resource, string operation)
    {
        using var response = await _http.PostAsync(new Uri(AddressOf(resource)!, $"operator/{operation}"), content: null);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The metrics of a service.</summary>
    public async Task<string> MetricsAsync(string resource) => await _http.GetStringAsync(new Uri(AddressOf(resource)!, "metrics"));

    /// <summary>Kills a resource's process with SIGKILL and waits until a new process is healthy.</summary>
    public async Task KillUntilBackAsync(string resource)
    {
        var running = await UntilAsync(resource, snapshot => snapshot.State?.Text == KnownResourceStates.Running && ProcessIdOf(snapshot) is not null, "running");
        var killed = ProcessIdOf(running)!.Value;
        ProcessTable.Signal(ProcessTable.ProgramOf(killed).Id, ProcessTable.SigKill);
        await UntilAsync(
            resource,
            snapshot => ProcessIdOf(snapshot) is { } id && id != killed && snapshot.HealthStatus == HealthStatus.Healthy,
            "healthy in another process");

        // The health in this state may still be that of the killed process.
        if (Find(resource) is ProjectResource)
            await Eventually.HoldsAsync(() => RespondsAsync(resource), $"{resource} responds");
    }

    /// <summary>Waits until <see cref="Events"/>, which may lag behind the states that the other methods see, fits.</summary>
    public async Task<IReadOnlyList<ResourceEvent>> UntilSeenAsync(Predicate<IReadOnlyList<ResourceEvent>> fits, string what) =>
        await Eventually.GetAsync(() => Task.FromResult(Events is var events && fits(events) ? events : null), what);

    public static int? ProcessIdOf(CustomResourceSnapshot snapshot) =>
        snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } id
            ? Convert.ToInt32(id, CultureInfo.InvariantCulture)
            : null;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().AsTask().WaitAsync(Eventually.Limit);
        await _stopWatching.CancelAsync();
        await _watching;
        _stopWatching.Dispose();
        _http.Dispose();
    }

    private async Task<bool> RespondsAsync(string resource)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(AddressOf(resource)!, "alive"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private IEnumerable<IResource> Resources => _app.Services.GetRequiredService<DistributedApplicationModel>().Resources;

    private IEnumerable<string> Services => Resources.OfType<ProjectResource>().Select(project => project.Name);

    private IResource? Find(string name) => Resources.FirstOrDefault(resource => resource.Name == name);

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var change in _app.ResourceNotifications.WatchAsync(_stopWatching.Token))
                _events.Enqueue(change);
        }
        catch (OperationCanceledException) when (_stopWatching.IsCancellationRequested)
        {
        }
    }
}
