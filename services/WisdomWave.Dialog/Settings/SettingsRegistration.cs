namespace WisdomWave.Dialog.Settings;

internal static class SettingsRegistration
{
    public static void AddSettings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChatSettingsStore>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ChatSettingsStore>());
        builder.Services.AddSingleton<SettingsMenu>();
        builder.Services.AddSingleton<SettingsCommands>();
    }
}
