namespace WisdomWave.Dialog.Bots;

internal static class BotsRegistration
{
    /// <summary>To be called first: others add options for each of these bots.</summary>
    public static BotSections AddBots(this IHostApplicationBuilder builder)
    {
        var bots = new BotSections(builder.Configuration);
        builder.Services.AddSingleton(bots);
        return bots;
    }
}
