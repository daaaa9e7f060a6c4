namespace WisdomWave.Dialog.Telemetry;

internal static class MetricsServiceCollectionExtensions
{
    public static void AddDialogMetrics(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BotNames>();
        builder.Services.AddSingleton<DialogMetrics>();
        builder.Services.AddHostedService<BacklogMetrics>();
        builder.Services.AddHostedService<BudgetMetrics>();
    }
}
