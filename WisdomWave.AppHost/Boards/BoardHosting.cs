using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.Boards;

/// <summary>Runs the server of the boards as long as the application runs, and shows its state in the dashboard.</summary>
internal sealed class BoardHosting(BoardServer server, BoardsResource page, ResourceNotificationService notifications) : EarlyBackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var app = server.Build();
        try
        {
            await app.StartAsync(stoppingToken);
        }
        catch (IOException e)
        {
            // Another program took the port after it was checked. The application works without the page.
            Console.Error.WriteLine($"boards did not start: {e.Message} The application continues without it.");
            await notifications.PublishUpdateAsync(page, state => state with { State = KnownResourceStates.FailedToStart });
            return;
        }

        await notifications.PublishUpdateAsync(page, state => state with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = DateTime.UtcNow,
            Urls = [new UrlSnapshot(null, page.Address.AbsoluteUri, IsInternal: false) { DisplayProperties = new UrlDisplayPropertiesSnapshot("Boards", 0) }],
        });
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None);
    }
}
