namespace WisdomWave.Dialog.Intake;

internal static class IntakeServiceCollectionExtensions
{
    public static void AddIntake(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<InboxPruning>();
}
