using System.Net;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Asks ingress, the only service that talks to Telegram, whether a person administers a group.</summary>
internal sealed class ChatAdmins(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    /// <summary>Returns false also when Telegram or ingress does not answer in time.</summary>
    public async Task<bool> IsAdminAsync(long botId, long chatId, long userId, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var response = await http.GetAsync($"/bots/{botId}/chats/{chatId}/admins/{userId}", limit.Token);
            return response.StatusCode == HttpStatusCode.NoContent;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
