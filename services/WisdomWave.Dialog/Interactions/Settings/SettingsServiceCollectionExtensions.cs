namespace WisdomWave.Dialog.Interactions.Settings;

internal static class SettingsServiceCollectionExtensions
{
    public static void AddSettings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChatSettingsStore>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ChatSettingsStore>());
        builder.Services.AddSingleton<SettingsMenu>();
        builder.Services.AddSingleton<SettingsCommands>();
    }

    /// <summary>Call this first: other features add options for each of these bots.</summary>
    public static BotSections AddBots(this IHostApplicationBuilder builder)
    {
        var bots = new BotSections(builder.Configuration);
        builder.Services.AddSingleton(bots);
        return bots;
    }
}
