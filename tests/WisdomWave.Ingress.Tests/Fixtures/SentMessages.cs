using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>Reads what the bot sent to Ann.</summary>
internal static class Sent
{
    /// <summary>Waits until there are this many messages with complete texts.</summary>
    public static async Task<IReadOnlyList<Message>> MessagesAsync(IngressHost host, int count)
    {
        IReadOnlyList<Message> messages = [];
        await Eventually.HoldsAsync(async () => (messages = await AllAsync()).Count(IsWhole) == count, $"{count} messages");
        return messages;

        static bool IsWhole(Message message) => message.Text?.EndsWith(" …", StringComparison.Ordinal) != true;
        async Task<IReadOnlyList<Message>> AllAsync() => [.. (await host.Ann.ReadAllAsync()).Where(message => message.From!.IsBot)];
    }

    /// <summary>The content of a message's document.</summary>
    public static async Task<string> TextOfAsync(IngressHost host, Message message)
    {
        using var http = new HttpClient { BaseAddress = host.Playground.Address };
        return await http.GetStringAsync($"api/files/{message.Document!.FileId}", TestContext.Current.CancellationToken);
    }
}
