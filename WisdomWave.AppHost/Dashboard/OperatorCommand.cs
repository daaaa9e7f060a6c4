using System.Net.Http.Json;
using System.Text.Json;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>A dashboard command that posts to a service's operator endpoint and shows the sentence that the service answers.</summary>
/// <param name="Name">The name for scripts: <c>clear-cache</c>.</param>
/// <param name="DisplayName">The name in the dashboard.</param>
/// <param name="Path">The endpoint: <c>/operator/cache/clear</c>.</param>
internal sealed record OperatorCommand(string Name, string DisplayName, string Path)
{
    // No time limit, because the backup of a large database takes long; the operator can cancel. No proxy, because services are on loopback.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public required string Description { get; init; }

    public required string Icon { get; init; }

    /// <summary>The question before a command that deletes data.</summary>
    public string? Confirmation { get; init; }

    /// <summary>Whether the command has its own button instead of a menu entry.</summary>
    public bool IsHighlighted { get; init; }

    // A reference to an endpoint remembers that the endpoint has no address yet, so each execution needs a new one.
    public void AddTo<T>(IResourceBuilder<T> service, ParameterResource key) where T : IResourceWithEndpoints =>
        service.WithCommand(Name, DisplayName, context => ExecuteAsync(service.Resource.Name, service.GetEndpoint("http"), key, context.CancellationToken), new CommandOptions
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

    private async Task<ExecuteCommandResult> ExecuteAsync(
        string service, EndpointReference endpoint, ParameterResource key, CancellationToken cancellationToken)
    {
        if (!endpoint.IsAllocated)
            return CommandResults.Failure($"{service} has no address yet; try again when it is running.");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(endpoint.Url), Path));
            request.Headers.Authorization = ServiceKey.CreateHeader(await key.GetValueAsync(cancellationToken));
            using var response = await Http.SendAsync(request, cancellationToken);
            var answer = await ReadAsync(response, cancellationToken);
            return response.IsSuccessStatusCode
                ? Success(answer?.Message ?? $"{DisplayName}: done.")
                : CommandResults.Failure(answer?.Detail ?? $"{service} answered with status {(int)response.StatusCode}; see its log for details.");
        }
        catch (HttpRequestException)
        {
            return CommandResults.Failure($"{service} does not answer; check its state and its log.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
    }

    // The dashboard shows a message only in its notification list, but opens a value immediately.
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

    /// <summary><c>{"message": "…"}</c>, or <c>{"detail": "…"}</c> for a problem.</summary>
    private sealed record Answer(string? Message, string? Detail);
}
