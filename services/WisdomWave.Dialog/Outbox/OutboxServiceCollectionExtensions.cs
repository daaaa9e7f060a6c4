namespace WisdomWave.Dialog.Outbox;

internal static class OutboxServiceCollectionExtensions
{
    public static void AddOutbox(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TurnReader>();
        builder.Services.AddSingleton<TurnEvents>();
        builder.Services.AddSingleton<KnownMessageIds>();
        builder.Services.AddSingleton<DeliveryClaims>();
    }
}
