using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>The commands that an operator can run from the dashboard. A command that deletes data asks for confirmation.</summary>
internal static class OperatorCommands
{
    private static readonly OperatorCommand BackUp = new("back-up", "Back up the database now", "/operator/backups")
    {
        Description = "Copies all conversations to a dated file under backups/ in the data directory. The bot keeps answering meanwhile.",
        Icon = "Save",
    };

    private static readonly OperatorCommand ClearCache = new("clear-cache", "Clear the response cache", "/operator/cache/clear")
    {
        Description = "Removes all cached answers, so that the model answers every question again.",
        Icon = "Broom",
        Confirmation = "Remove all cached answers? The model will answer repeated questions again, which may cost money. Conversations are kept.",
    };

    private static readonly OperatorCommand SendTestMessage = new("send-test-message", "Send a test message", "/operator/test-message")
    {
        Description = "Asks the bot a question on the chat page and reports how long the answer took.",
        Icon = "ChatHelp",
        IsHighlighted = true,
    };

    private static readonly OperatorCommand MakeTraffic = new("make-traffic", "Make traffic for five minutes", "/operator/traffic")
    {
        Description = "Lets simulated people ask the bot questions, so that the boards have something to show.",
        Icon = "PeopleCommunity",
        IsHighlighted = true,
    };

    private static readonly OperatorCommand Reset = new("reset", "Reset the playground", "/operator/reset")
    {
        Description = "Clears the chat page: chats, files, added people and groups, faults, and the call log.",
        Icon = "ArrowReset",
        // The playground has more than five commands, and the dashboard moves those without a button into a submenu.
        IsHighlighted = true,
        Confirmation = "Delete everything in the playground? The bot keeps its conversations; send /forget in a chat to delete that one.",
    };

    public static void AddOperatorCommands(this IDistributedApplicationBuilder builder, Settings settings)
    {
        builder.AddTo("dialog", BackUp);
        builder.AddTo("completion", ClearCache);
        if (!settings.HasTelegram)
        {
            if (builder.Find<ProjectResource>("playground") is { } playground)
                ChatPageCommand.AddTo(playground);
            builder.AddTo("playground", SendTestMessage);
            builder.AddTo("playground", MakeTraffic);
        }

        builder.AddTo("playground", Reset);
    }

    private static void AddTo(this IDistributedApplicationBuilder builder, string resource, OperatorCommand command)
    {
        if (builder.Find<ProjectResource>(resource) is { } service)
            command.AddTo(service, builder.Find<ParameterResource>(ServiceKeys.Name)!.Resource);
    }
}
