namespace WisdomWave.Dialog.Inbox;

internal static class InboxRegistration
{
    public static void AddInbox(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<InboxPruning>();
}
