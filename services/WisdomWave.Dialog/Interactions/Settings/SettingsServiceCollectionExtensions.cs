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
}
