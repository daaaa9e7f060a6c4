using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>What Ann reads from two bots of one application, and what the operator sees of them.</summary>
public sealed record BotAnswers
{
    public required Message StartNotice { get; init; }

    public required string? HomeInstructions { get; init; }

    public required string? WorkInstructions { get; init; }

    public required string? HomeGreeting { get; init; }

    /// <summary>What each bot answers to "What is my name?"; Ann has told it only to the bot at home.</summary>
    public required string? NameAtWork { get; init; }

    public required string? NameAtHome { get; init; }

    public required IReadOnlyList<Message> WorkChat { get; init; }

    /// <summary>The environment of dialog's process; empty on other systems than Linux.</summary>
    public required string DialogEnvironment { get; init; }

    /// <summary>The output of the application, the logs of its services included.</summary>
    public required string Output { get; init; }

    /// <param name="application">The application.</param>
    /// <param name="ingress">The address of its ingress.</param>
    /// <param name="home">Ann in the chat with one bot, whose admin she is.</param>
    /// <param name="work">Ann in the chat with another.</param>
    /// <param name="startNotice">Home's message about the start.</param>
    public static async Task<BotAnswers> ReadAsync(Application application, Uri ingress, PlaygroundPerson home, PlaygroundPerson work, Message startNotice)
    {
        var (homeInstructions, workInstructions) = (await AskAsync(home, "What are your instructions?"), await AskAsync(work, "What are your instructions?"));
        var greeting = await AskAsync(home, "My name is Ann");
        var (nameAtWork, nameAtHome) = (await AskAsync(work, "What is my name?"), await AskAsync(home, "What is my name?"));
        using var http = new HttpClient();
        await Eventually.HoldsAsync(async () => await http.GetStringAsync(new Uri(ingress, "health")) == "Degraded", "one of three bots is failing");
        return new()
        {
            StartNotice = startNotice,
            HomeInstructions = homeInstructions,
            WorkInstructions = workInstructions,
            HomeGreeting = greeting,
            NameAtWork = nameAtWork,
            NameAtHome = nameAtHome,
            WorkChat = await work.ReadAllAsync(),
            DialogEnvironment = OperatingSystem.IsLinux() ? application.ProcessOf("WisdomWave.Dialog").Environment : "",
            Output = application.Output,
        };
    }

    private static async Task<string?> AskAsync(PlaygroundPerson person, string question)
    {
        await person.SayAsync(question);
        return (await person.ReadAnswerAsync()).Text;
    }
}
