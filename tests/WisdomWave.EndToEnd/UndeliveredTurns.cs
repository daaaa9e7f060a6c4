using System.Net.Http.Json;
using WisdomWave.Contracts;

namespace WisdomWave.EndToEnd;

/// <summary>Asks dialog for the replies that are not fully delivered.</summary>
internal static class UndeliveredTurns
{
    /// <summary>Whether a bot has no reply left to deliver. False while dialog does not respond.</summary>
    /// <param name="http">Its timeout limits the wait.</param>
    /// <param name="dialog">Dialog's address.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="chatId">Null for all chats.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<bool> AreNoneAsync(HttpClient http, Uri dialog, long botId, long? chatId, CancellationToken cancellationToken)
    {
        try
        {
            var undelivered = await http.GetFromJsonAsync(new Uri(dialog, $"bots/{botId}/turns"), ContractsJson.Default.TurnRefArray, cancellationToken);
            return !undelivered!.Any(turn => chatId is null || turn.Chat.Id == chatId);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
