namespace WisdomWave.Dialog.Interactions.Settings;

internal static class BotsServiceCollectionExtensions
{
    /// <summary>To be called first: others add options for each of these bots.</summary>
    public static BotSections AddBots(this IHostApplicationBuilder builder)
    {
        var bots = new BotSections(builder.Configuration);
        builder.Services.AddSingleton(bots);
        return bots;
    }
}
