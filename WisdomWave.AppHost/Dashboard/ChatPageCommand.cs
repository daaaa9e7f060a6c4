namespace WisdomWave.AppHost.Dashboard;

/// <summary>Shows the address of the chat page as a link, because a command cannot open a page in the browser by itself.</summary>
internal static class ChatPageCommand
{
    private const string Name = "open-chat-page";

    // A reference to an endpoint remembers that the endpoint has no address yet, so each execution needs a new one.
    public static void AddTo(IResourceBuilder<ProjectResource> playground) =>
        playground.WithCommand(Name, "Open the chat page", _ => Task.FromResult(LinkTo(playground.GetEndpoint("http"))), new CommandOptions
        {
            Description = "Shows the link to the page where you can talk to the bot.",
            IconName = "Open",
            IconVariant = IconVariant.Regular,
            IsHighlighted = true,
        });

    private static ExecuteCommandResult LinkTo(EndpointReference endpoint) => endpoint.IsAllocated
        ? CommandResults.Success(endpoint.Url, $"[{endpoint.Url}]({endpoint.Url})", CommandResultFormat.Markdown, displayImmediately: true)
        : CommandResults.Failure("The playground has no address yet; try again when it is running.");
}
