using System.Net;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Who administers a group: asked of ingress, which alone knows Telegram, at the moment when it matters.</summary>
internal sealed class ChatAdmins(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>False too when Telegram does not say.</summary>
    public async Task<bool> IsAdminAsync(long botId, long chatId, long personId, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await http.GetAsync($"/bots/{botId}/chats/{chatId}/admins/{personId}", patience.Token);
            return response.StatusCode == HttpStatusCode.NoContent;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
