namespace WisdomWave.Dialog.Interactions.Buttons;

internal static class ButtonsServiceCollectionExtensions
{
    public static void AddButtons(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Presses>();
        builder.Services.AddSingleton<TurnPresses>();
        builder.Services.AddSingleton<SettingsPresses>();
        builder.Services.AddSingleton<PinPresses>();
        builder.Services.AddSingleton<ForgettingPresses>();
    }
}
