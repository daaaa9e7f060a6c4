using WisdomWave.Dialog.Exporting;
using WisdomWave.Dialog.Operations;
using WisdomWave.Dialog.Pinning;
using WisdomWave.Dialog.Usage;

namespace WisdomWave.Dialog.Commands;

internal static class CommandsRegistration
{
    public static void AddCommands(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CommandRunner>();
        builder.Services.AddSingleton<UndoCommand>();
        builder.Services.AddSingleton<RetryCommand>();
        builder.Services.AddSingleton<ContextReport>();
        builder.Services.AddSingleton<UsageReport>();
        builder.Services.AddSingleton<UsageSums>();
        builder.Services.AddSingleton<StatsReport>();
        builder.Services.AddSingleton<PinCommand>();
        builder.Services.AddSingleton<ExportCommand>();
    }
}
