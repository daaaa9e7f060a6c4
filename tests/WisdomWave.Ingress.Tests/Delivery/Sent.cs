using WisdomWave.Ingress.Tests.Standing;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>What the bot has sent to Ann.</summary>
internal static class Sent
{
    /// <summary>Its messages, as soon as there are so many and each has its whole text.</summary>
    public static async Task<IReadOnlyList<Message>> MessagesAsync(IngressHost host, int count)
    {
        IReadOnlyList<Message> messages = [];
        await Eventually.HoldsAsync(async () => (messages = await AllAsync()).Count(IsWhole) == count, $"{count} messages");
        return messages;

        static bool IsWhole(Message message) => message.Text?.EndsWith(" …", StringComparison.Ordinal) != true;
        async Task<IReadOnlyList<Message>> AllAsync() => [.. (await host.Ann.ReadAllAsync()).Where(message => message.From!.IsBot)];
    }

    /// <summary>What the document of a message holds.</summary>
    public static async Task<string> TextOfAsync(IngressHost host, Message message)
    {
        using var http = new HttpClient { BaseAddress = host.Playground.Address };
        return await http.GetStringAsync($"api/files/{message.Document!.FileId}", TestContext.Current.CancellationToken);
    }
}
