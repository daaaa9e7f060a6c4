using WisdomWave.Dialog.Interactions.Export;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Interactions.Commands;

internal static class CommandsServiceCollectionExtensions
{
    public static void AddCommands(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CommandRunner>();
        builder.Services.AddSingleton<UndoCommand>();
        builder.Services.AddSingleton<RetryCommand>();
        builder.Services.AddSingleton<ContextReport>();
        builder.Services.AddSingleton<UsageReport>();
        builder.Services.AddSingleton<UsageSums>();
        builder.Services.AddSingleton<LastFailures>();
        builder.Services.AddSingleton<StatsReport>();
        builder.Services.AddSingleton<PinCommand>();
        builder.Services.AddSingleton<ExportCommand>();
    }
}
