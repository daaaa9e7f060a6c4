using System.Net.Sockets;
using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.Boards;

/// <summary>Runs the server of the boards as long as the application runs, and shows its state in the dashboard.</summary>
internal sealed class BoardHosting(BoardServer server) : EarlyBackgroundService
{
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Call it when Aspire initializes the resource: it would overwrite a state that was published before.</summary>
    public async Task PublishStateAsync(BoardsResource page, ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        var isRunning = await _started.Task.WaitAsync(cancellationToken);
        await notifications.PublishUpdateAsync(page, state => isRunning
            ? state with
            {
                State = KnownResourceStates.Running,
                StartTimeStamp = DateTime.UtcNow,
                Urls = [new UrlSnapshot(null, page.Address.AbsoluteUri, IsInternal: false) { DisplayProperties = new UrlDisplayPropertiesSnapshot("Boards", 0) }],
            }
            : state with { State = KnownResourceStates.FailedToStart });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var app = server.Build();
        try
        {
            await app.StartAsync(stoppingToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Another program took the port after it was checked, or this user may not listen on it. The application works without the page.
            Console.Error.WriteLine($"boards did not start: {e.Message} The application continues without it.");
            _started.SetResult(false);
            return;
        }

        _started.SetResult(true);
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None);
    }
}
