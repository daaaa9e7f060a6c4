using WisdomWave.Ingress.Tests.Standing;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Ingress.Tests.Delivery;

internal static class SentFiles
{
    /// <summary>What the document of a message holds.</summary>
    public static async Task<string> TextOfAsync(IngressHost host, Message message)
    {
        using var http = new HttpClient { BaseAddress = host.Playground.Address };
        return await http.GetStringAsync($"api/files/{message.Document!.FileId}", TestContext.Current.CancellationToken);
    }
}
