using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Telemetry;

public sealed class ProviderMetricsTests
{
    [Fact]
    public async Task AnAnswerIsRecordedOnceAndNotPerChunk()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var service = await CompletionService.StartAsync(playground, redis: null);

        await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(1, await service.MetricAsync("gen_ai_client_operation_duration_seconds_count"));
        Assert.Equal(1, await service.MetricAsync("gen_ai_client_operation_time_to_first_chunk_seconds_count"));
        Assert.Equal(0, await service.MetricAsync("gen_ai_client_operation_time_per_output_chunk_seconds_count"));
    }
}
