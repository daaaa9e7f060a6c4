using Microsoft.Extensions.Options;

namespace WisdomWave.Completion.Models.Wire.Addresses;

/// <summary>
/// Runs in the background after the start: logs how a base URL was corrected, and lets <see cref="ApiVersionHandler"/> detect a missing
/// version before the first question.
/// </summary>
internal sealed partial class BaseAddressCheck(
    IHttpClientFactory clients, IOptions<ProviderOptions> provider, IOptions<ProviderModels> models, TimeProvider time, ILogger<BaseAddressCheck> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ProviderOptions[] servers = [.. models.Value.Models.Select(provider.Value.For).Prepend(provider.Value).DistinctBy(server => server.BaseUrl)];
        foreach (var server in servers)
        {
            if (server.BaseUrl is { } configured && configured.TrimEnd('/') != BaseAddress.Normalize(configured))
                LogCorrected(configured, server.Endpoint);
            if (BaseAddress.HasNoPath(server.Endpoint))
                await RequestModelsAsync(server, stoppingToken);
        }
    }

    private async Task RequestModelsAsync(ProviderOptions server, CancellationToken stoppingToken)
    {
        using var client = clients.CreateClient(ProviderClients.HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Endpoint, "/models"));
        if (server.ApiKey is { } key)
            request.Headers.Authorization = new("Bearer", key);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, timeout.Token);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // The first question detects it and logs what is wrong.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The base URL {Configured} was corrected to {Endpoint}, because the service appends the paths of the API. Set it to the corrected value.")]
    private partial void LogCorrected(string configured, Uri endpoint);
}
