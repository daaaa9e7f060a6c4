namespace WisdomWave.Dialog.Presses;

internal static class PressesRegistration
{
    public static void AddPresses(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Presses>();
        builder.Services.AddSingleton<TurnPresses>();
        builder.Services.AddSingleton<SettingsPresses>();
        builder.Services.AddSingleton<PinPresses>();
        builder.Services.AddSingleton<ForgettingPresses>();
    }
}
