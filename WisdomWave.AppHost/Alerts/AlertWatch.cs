using System.Net.Http.Json;
using System.Text.Json;
using WisdomWave.AppHost.Processes;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Alerts;

/// <summary>
/// Asks Prometheus for its alerts and reports changes to ingress, whose bots tell their admins. A report that is not taken is repeated.
/// </summary>
/// <param name="prometheus">Returns null while its address is not known.</param>
/// <param name="webhooks">Of all processes of ingress whose address is known. The first that takes a report is enough: dialog stores the notices.</param>
/// <param name="window">What was reported so far.</param>
internal sealed class AlertWatch(
    Func<Uri?> prometheus, Func<IEnumerable<Uri>> webhooks, Func<CancellationToken, ValueTask<string?>> key, AlertWindow window, TimeProvider time) : EarlyBackgroundService
{
    /// <summary>As often as Prometheus evaluates its rules.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // No proxy, because both are on loopback.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (prometheus() is not { } source)
            return;

        try
        {
            var answer = await Http.GetFromJsonAsync<JsonElement>(new Uri(source, "/api/v1/alerts"), cancellationToken);
            if (window.Add(answer) is { } report && await ReportAsync(report, cancellationToken))
                window.Reported(report);
        }
        catch (Exception e) when (IsTemporary(e, cancellationToken))
        {
            // Prometheus is starting, or does not answer: the next look tries again.
        }
    }

    private async Task<bool> ReportAsync(AlertReport report, CancellationToken cancellationToken)
    {
        foreach (var webhook in webhooks())
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, webhook)
                {
                    Content = JsonContent.Create(report, ContractsJson.Default.AlertReport),
                    Headers = { Authorization = ServiceKey.CreateHeader(await key(cancellationToken)) },
                };
                using var response = await Http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return true;
            }
            catch (Exception e) when (IsTemporary(e, cancellationToken))
            {
                // This process of ingress is starting, or has died: another may take the report.
            }
        }

        return false;
    }

    private static bool IsTemporary(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
