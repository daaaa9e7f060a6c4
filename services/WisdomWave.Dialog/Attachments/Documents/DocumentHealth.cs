using Microsoft.Extensions.Diagnostics.HealthChecks;
using WisdomWave.Dialog.Attachments.Documents.Processes;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>Whether documents can be read. Everything else goes on when they cannot.</summary>
internal sealed class DocumentHealth(DocumentPlaces places, DocumentReader reader) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        reader.CannotStart ? HealthCheckResult.Degraded("No process that reads documents can be started.")
        : places.IsExhausted ? HealthCheckResult.Degraded("All processes that read documents are busy, and somebody waits for one.")
        : HealthCheckResult.Healthy());
}
