using System.Net.Http.Json;
using System.Text.Json;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>A command of the dashboard that posts to an operator endpoint of a service and shows the sentence of its answer.</summary>
/// <param name="Name">As scripts call it: <c>clear-cache</c>.</param>
/// <param name="DisplayName">As the dashboard shows it.</param>
/// <param name="Path">The endpoint: <c>/operator/cache/clear</c>.</param>
internal sealed record OperatorCommand(string Name, string DisplayName, string Path)
{
    // No time limit: a large database takes its time. The operator can cancel. Loopback only, so never through a proxy.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public required string Description { get; init; }

    public required string Icon { get; init; }

    /// <summary>What is asked before it runs, for a command that erases.</summary>
    public string? Confirmation { get; init; }

    /// <summary>A button of its own instead of an entry in the menu.</summary>
    public bool IsHighlighted { get; init; }

    public void AddTo<T>(IResourceBuilder<T> service, ParameterResource key) where T : IResourceWithEndpoints
    {
        var endpoint = service.GetEndpoint("http");
        service.WithCommand(Name, DisplayName, context => ExecuteAsync(service.Resource.Name, endpoint, key, context.CancellationToken), new CommandOptions
        {
            Description = Description,
            ConfirmationMessage = Confirmation,
            IconName = Icon,
            IconVariant = IconVariant.Regular,
            IsHighlighted = IsHighlighted,
            UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
                ? ResourceCommandState.Enabled
                : ResourceCommandState.Disabled,
        });
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(
        string service, EndpointReference endpoint, ParameterResource key, CancellationToken cancellationToken)
    {
        if (!endpoint.IsAllocated)
            return CommandResults.Failure($"{service} has no address yet; try again when it is running.");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(endpoint.Url), Path));
            request.Headers.Authorization = ServiceKey.HeaderOf(await key.GetValueAsync(cancellationToken));
            using var response = await Http.SendAsync(request, cancellationToken);
            var answer = await ReadAsync(response, cancellationToken);
            return response.IsSuccessStatusCode
                ? Success(answer?.Message ?? $"{DisplayName}: done.")
                : CommandResults.Failure(answer?.Detail ?? $"{service} answered with status {(int)response.StatusCode}; its log says more.");
        }
        catch (HttpRequestException)
        {
            return CommandResults.Failure($"{service} does not answer; look at its state and its log.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
    }

    // The dashboard shows a message only in its list of notifications, but opens a value at once.
    private static ExecuteCommandResult Success(string sentence) =>
        CommandResults.Success(sentence, sentence, CommandResultFormat.Text, displayImmediately: true);

    private static async Task<Answer?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Answer>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary><c>{"message": "…"}</c>, or of a problem <c>{"detail": "…"}</c>.</summary>
    private sealed record Answer(string? Message, string? Detail);
}
