using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Interactions.Forgetting;

internal static class ForgettingServiceCollectionExtensions
{
    public static void AddForgetting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ForgettingOptions>().BindConfiguration("Forgetting")
            .Require(
                "Forgetting:UndoFor",
                forgetting => forgetting.UndoFor >= TimeSpan.Zero && forgetting.UndoFor <= TimeSpan.FromDays(1),
                "is not from 0 to one day",
                "00:05:00")
            .ValidateOnStart();
        builder.Services.AddSingleton<ForgetCommand>();
        builder.Services.AddHostedService<ForgettingErasure>();
    }
}
