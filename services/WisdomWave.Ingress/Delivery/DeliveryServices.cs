using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Ingress.Delivery;

internal static class DeliveryServices
{
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>()
            .BindConfiguration(DeliveryOptions.Section)
            .Require("Delivery:BotPerSecond", options => options.BotPerSecond > 0, "is not above 0", "30")
            .Require("Delivery:PrivateInterval", options => options.PrivateInterval >= TimeSpan.Zero, "is negative", "00:00:01.340")
            .Require("Delivery:GroupInterval", options => options.GroupInterval >= TimeSpan.Zero, "is negative", "00:00:01.340")
            .Require("Delivery:GroupPerMinute", options => options.GroupPerMinute > 0, "is not above 0", "20")
            .Require("Delivery:Burst", options => options.Burst > 0, "is not above 0", "2")
            .Require("Delivery:FirstTextDelay", options => options.FirstTextDelay >= TimeSpan.Zero, "is negative", "00:00:00.250")
            .Require("Delivery:TypingInterval", options => options.TypingInterval > TimeSpan.Zero, "is not above 0", "00:00:04.500")
            .Require("Delivery:DraftRenewal", options => options.DraftRenewal > TimeSpan.Zero, "is not above 0", "00:00:20")
            .Require("Delivery:MaxConcurrent", options => options.MaxConcurrent > 0, "is not above 0", "512")
            .ValidateOnStart();
        return services.AddSingleton<Redeliveries>().AddSingleton<Deliveries>();
    }
}
