using System.Runtime.CompilerServices;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Dialog.Turns.Completion;

/// <summary>The client of the completion service.</summary>
internal sealed class CompletionClient(HttpClient http)
{
    /// <summary>Opens a connection if the service is running.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync("/alive", cancellationToken);
        }
        catch (HttpRequestException)
        {
            // The service may start later. The first question connects again.
        }
    }

    /// <summary>Streams the events of a completion. Cancelling ends the provider's call too.</summary>
    /// <exception cref="HttpRequestException">The service could not be reached, or returned an error.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async IAsyncEnumerable<CompletionEvent> CompleteAsync(
        CompletionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/completions")
        {
            Content = JsonContent.Create(request, ContractsJson.Default.CompletionRequest),
        };
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await foreach (var completionEvent in response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, cancellationToken))
            yield return completionEvent;
    }
}
