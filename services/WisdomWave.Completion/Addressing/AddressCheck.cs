using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Addressing;

/// <summary>Beside the start: says what was made of a base URL, and asks a server without a path where its methods are, before the first question does.</summary>
internal sealed partial class AddressCheck(
    IHttpClientFactory clients, IOptions<ProviderOptions> provider, IOptions<ModelCatalog> models, ILogger<AddressCheck> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ProviderOptions[] servers = [.. models.Value.Models.Select(provider.Value.For).Prepend(provider.Value).DistinctBy(server => server.BaseUrl)];
        foreach (var server in servers)
        {
            if (server.BaseUrl is { } written && written.TrimEnd('/') != BaseAddress.Normal(written))
                LogNormal(written, server.Endpoint);
            if (BaseAddress.HasNoPath(server.Endpoint))
                await AskAsync(server, stoppingToken);
        }
    }

    private async Task AskAsync(ProviderOptions server, CancellationToken stoppingToken)
    {
        using var client = clients.CreateClient(ModelsRegistration.HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Endpoint, "/models"));
        if (server.ApiKey is { } key)
            request.Headers.Authorization = new("Bearer", key);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // The first question finds out, and says what is wrong.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The base URL {Written} is used as {Endpoint}: methods are put behind it")]
    private partial void LogNormal(string written, Uri endpoint);
}
