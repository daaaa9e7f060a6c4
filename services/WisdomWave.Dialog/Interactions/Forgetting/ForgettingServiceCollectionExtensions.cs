using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Interactions.Forgetting;

internal static class ForgettingServiceCollectionExtensions
{
    public static void AddForgetting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ForgettingOptions>().BindConfiguration("Forgetting")
            .Require(
                "Forgetting:UndoFor",
                forgetting => forgetting.UndoFor >= TimeSpan.Zero && forgetting.UndoFor <= TimeSpan.FromDays(1),
                "is not from 0 to one day",
                "00:05:00")
            .ValidateOnStart();
        builder.Services.AddSingleton<ForgetCommand>();
        builder.Services.AddHostedService<ForgettingErasure>();
    }
}

/// <summary>Settings of /forget (<c>Forgetting</c>).</summary>
internal sealed class ForgettingOptions
{
    /// <summary>How long a forgotten conversation can be restored. It stays in the database until then; zero erases it at once.</summary>
    public TimeSpan UndoFor { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Erases forgotten conversations that can no longer be restored.</summary>
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
