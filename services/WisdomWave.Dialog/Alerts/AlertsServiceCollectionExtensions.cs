namespace WisdomWave.Dialog.Alerts;

internal static class AlertsServiceCollectionExtensions
{
    public static void AddAlerts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AlertOptions>().BindConfiguration("Alerts");
        builder.Services.AddSingleton<AlertNotices>();
    }
}

/// <summary>Who is told of alerts (<c>Alerts</c>).</summary>
internal sealed class AlertOptions
{
    /// <summary>Whether the bots tell their admins when an alert begins and when it ends.</summary>
    public bool Admins { get; set; }
}
