using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>What an operator can do from the dashboard. A command that erases asks first.</summary>
internal static class OperatorCommands
{
    private static readonly OperatorCommand BackUp = new("back-up", "Back up the database now", "/operator/backups")
    {
        Description = "Copies all conversations into a dated file under backups/ in the data directory, while the bot goes on answering.",
        Icon = "Save",
    };

    private static readonly OperatorCommand ClearCache = new("clear-cache", "Clear the response cache", "/operator/cache/clear")
    {
        Description = "Removes the stored answers, so that the model is asked again.",
        Icon = "Broom",
        Confirmation = "Remove all stored answers? Every question will be asked of the model again, which may cost money. Conversations stay.",
    };

    private static readonly OperatorCommand SendTestMessage = new("send-test-message", "Send a test message", "/operator/test-message")
    {
        Description = "Asks the bot a question on the chat page and reports how fast it answered.",
        Icon = "ChatHelp",
        IsHighlighted = true,
    };

    private static readonly OperatorCommand Reset = new("reset", "Reset the playground", "/operator/reset")
    {
        Description = "Empties the chat page: chats, files, added people and groups, faults, and the record of calls.",
        Icon = "ArrowReset",
        Confirmation = "Erase everything in the playground? What the bot itself remembers stays: send /forget in the chat to erase that.",
    };

    public static void AddOperatorCommands(this IDistributedApplicationBuilder builder, Settings settings)
    {
        builder.AddTo("dialog", BackUp);
        builder.AddTo("completion", ClearCache);
        if (!settings.HasTelegram)
            builder.AddTo("playground", SendTestMessage);
        builder.AddTo("playground", Reset);
    }

    private static void AddTo(this IDistributedApplicationBuilder builder, string resource, OperatorCommand command)
    {
        if (builder.Find<ProjectResource>(resource) is { } service)
            command.AddTo(service, builder.Find<ParameterResource>(ServiceKeys.Name)!.Resource);
    }
}
