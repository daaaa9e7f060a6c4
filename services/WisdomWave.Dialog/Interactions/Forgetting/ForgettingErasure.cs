using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>Erases forgotten conversations when they can no longer be brought back.</summary>
internal sealed class ForgettingErasure(DatabaseWriter writer, IOptions<ForgettingOptions> options, TimeProvider time)
    : PeriodicWork(TimeSpan.FromSeconds(15), time)
{
    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var until = Time.GetUtcNow() - options.Value.UndoFor;
        while (await writer.WriteAsync(session => ForgettingWrites.EraseNext(session, until), stoppingToken))
        {
        }
    }
}
