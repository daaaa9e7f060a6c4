using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Ingress.Dialog;

/// <summary>The client of dialog's HTTP API. Methods return null or an "away" result while dialog cannot be reached.</summary>
internal sealed class DialogClient(HttpClient http, DialogPresence presence, ReplicaIdentity shared)
{
    // Dialog answers once the message is committed; the events that follow may take as long as the model does.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Posts a message; a message posted before joins its turn.</summary>
    public Task<JoinResult> PostAsync(InboundMessage message, CancellationToken cancellationToken) => OpenAsync(
        new(HttpMethod.Post, "messages") { Content = JsonContent.Create(message, ContractsJson.Default.InboundMessage) }, cancellationToken);

    /// <summary>Joins a turn again; its text is streamed from the start.</summary>
    public Task<JoinResult> JoinAsync(Guid turn, CancellationToken cancellationToken) =>
        OpenAsync(new(HttpMethod.Get, $"turns/{turn}/events"), cancellationToken);

    /// <summary>Reports parts of any turns. <see cref="PartReporter"/> collects them.</summary>
    public async Task<ReportsResult> ReportAsync(TurnPartReport[] reports, CancellationToken cancellationToken) => await AttemptAsync<ReportsResult>(async patience =>
    {
        using var response = await http.PostAsJsonAsync("part-reports", reports, ContractsJson.Default.TurnPartReportArray, patience);
        if (response.IsSuccessStatusCode)
            return new ReportsResult.Taken(await response.Content.ReadFromJsonAsync(ContractsJson.Default.Int32Array, patience) ?? []);
        // These may concern a single report; 500 is a bug in dialog. Others, such as 401, concern all requests, so the reports wait.
        return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.InternalServerError
            ? new ReportsResult.Refused((int)response.StatusCode)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken) ?? new ReportsResult.Away();

    /// <summary>The known message ids near an unconfirmed one; null while dialog is unreachable, and for an unknown turn.</summary>
    public async Task<KnownMessages?> KnownMessagesAsync(Guid turn, int above, CancellationToken cancellationToken) => await AttemptAsync(async patience =>
    {
        using var response = await http.GetAsync($"turns/{turn}/known-messages?above={above}", patience);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.KnownMessages, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>
    /// Counts an attempt to resume a reply that an earlier process left unfinished; null while dialog is unreachable. For an unknown turn
    /// nothing is counted, nor if dialog cannot count because of a bug (500): the reply must not wait for that.
    /// </summary>
    public Task<Redelivery?> BeginRedeliveryAsync(Guid turn, CancellationToken cancellationToken) => AttemptAsync(async patience =>
    {
        using var response = await http.PostAsync($"turns/{turn}/redeliveries", content: null, patience);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.InternalServerError)
            return new Redelivery(0, "");
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.Redelivery, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>Uncounts an attempt counted by <see cref="BeginRedeliveryAsync"/>, because the process shuts down cleanly.</summary>
    public Task<HttpStatusCode?> TakeRedeliveryBackAsync(Guid turn, CancellationToken cancellationToken) =>
        SendAsync(new(HttpMethod.Delete, $"turns/{turn}/redeliveries"), cancellationToken);

    /// <summary>Posts a button press; a press posted again starts nothing twice.</summary>
    public async Task<PressResult> PressAsync(ButtonPress press, CancellationToken cancellationToken) => await AttemptAsync<PressResult>(async patience =>
    {
        using var response = await http.PostAsJsonAsync("presses", press, ContractsJson.Default.ButtonPress, patience);
        if (IsUnavailable(response.StatusCode))
            throw new HttpRequestException(Answered(response.StatusCode));
        return response.IsSuccessStatusCode
            ? new PressResult.Taken(await response.Content.ReadFromJsonAsync(ContractsJson.Default.PressOutcome, patience) ?? new PressOutcome())
            : new PressResult.Refused((int)response.StatusCode);
    }, cancellationToken) ?? new PressResult.Away();

    /// <returns>Dialog's status; null while it is unreachable.</returns>
    public Task<HttpStatusCode?> StopTurnAsync(Guid turn, CancellationToken cancellationToken) =>
        SendAsync(new(HttpMethod.Post, $"turns/{turn}/stop"), cancellationToken);

    /// <summary>Reports that a chat has a new id.</summary>
    /// <returns>Dialog's status, including 500; null while it is unreachable.</returns>
    public Task<HttpStatusCode?> MoveAsync(long botId, long chatId, long newChatId, CancellationToken cancellationToken) => SendAsync(
        new(HttpMethod.Put, $"bots/{botId}/chats/{chatId}/successor/{newChatId}"), cancellationToken, isBugAnAnswer: true);

    /// <summary>Opens a file of a reply as a stream.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ReplyFileResult> OpenFileAsync(string path, CancellationToken cancellationToken) => await AttemptAsync<ReplyFileResult>(async patience =>
    {
        var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, patience);
        if (response.IsSuccessStatusCode)
            // Disposing the stream disposes the response.
            return new ReplyFileResult.Opened(await response.Content.ReadAsStreamAsync(cancellationToken));
        using (response)
        {
            return IsUnavailable(response.StatusCode) && response.StatusCode != HttpStatusCode.InternalServerError
                ? throw new HttpRequestException(Answered(response.StatusCode))
                : new ReplyFileResult.Missing((int)response.StatusCode);
        }
    }, cancellationToken) ?? new ReplyFileResult.Away();

    /// <summary>The turns that are not fully delivered, oldest first; null while dialog is unreachable.</summary>
    public Task<TurnRef[]?> UndeliveredAsync(long botId, CancellationToken cancellationToken) =>
        GetAsync($"bots/{botId}/turns", ContractsJson.Default.TurnRefArray, cancellationToken);

    /// <summary>With several replicas: renews the claims on the turns that this one delivers, and returns unclaimed turns. Null while dialog is unreachable.</summary>
    public Task<TurnRef[]?> ClaimAsync(long botId, Guid[] delivering, CancellationToken cancellationToken) => AttemptAsync(async patience =>
    {
        using var response = await http.PostAsJsonAsync($"bots/{botId}/claims", delivering, ContractsJson.Default.GuidArray, patience);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.TurnRefArray, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>Like the other overload, for all turns that this replica delivers and for several bots.</summary>
    public Task<TurnRef[]?> ClaimAsync(ClaimRequest claim, CancellationToken cancellationToken) => AttemptAsync(async patience =>
    {
        using var response = await http.PostAsJsonAsync("claims", claim, ContractsJson.Default.ClaimRequest, patience);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.TurnRefArray, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>Releases all claims, so that other replicas can take over at once.</summary>
    public Task GiveBackAsync(CancellationToken cancellationToken) =>
        shared.IsShared ? SendAsync(new(HttpMethod.Delete, "claims"), cancellationToken) : Task.CompletedTask;

    /// <summary>Reports a start; returns notices for the bot's admins, null while dialog is unreachable.</summary>
    public Task<StartNotice[]?> StartedAsync(long botId, BotStart start, CancellationToken cancellationToken) => AttemptAsync(async patience =>
    {
        using var response = await http.PostAsJsonAsync($"bots/{botId}/starts", start, ContractsJson.Default.BotStart, patience);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.StartNoticeArray, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>Passes a report of alerts on.</summary>
    public async Task<AlertResult> ReportAlertsAsync(AlertReport report, CancellationToken cancellationToken) => await AttemptAsync<AlertResult>(async patience =>
    {
        using var response = await http.PostAsJsonAsync("alerts", report, ContractsJson.Default.AlertReport, patience);
        if (IsUnavailable(response.StatusCode))
            throw new HttpRequestException(Answered(response.StatusCode));
        return response.IsSuccessStatusCode
            ? new AlertResult.Taken(await response.Content.ReadFromJsonAsync(ContractsJson.Default.TurnRefArray, patience) ?? [])
            : new AlertResult.Refused((int)response.StatusCode);
    }, cancellationToken) ?? new AlertResult.Away();

    /// <summary>The command menus in all languages; null while dialog is unreachable.</summary>
    public Task<CommandMenu[]?> CommandsAsync(CancellationToken cancellationToken) =>
        GetAsync("commands", ContractsJson.Default.CommandMenuArray, cancellationToken);

    private async Task<JoinResult> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The stream outlives this call: it ends when it is disposed or cancelled.
        var lifetime = new CancellationTokenSource();
        await using var opening = cancellationToken.Register(lifetime.Cancel);
        HttpResponseMessage? response = null;
        IAsyncEnumerator<TurnEvent>? events = null;
        TurnStream? stream = null;
        var changes = presence.Changes;
        try
        {
            using var _ = request;
            lifetime.CancelAfter(AnswerTimeout);
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, lifetime.Token);
            if (response.StatusCode == HttpStatusCode.InternalServerError)
                return new JoinResult.Failed();
            if (IsUnavailable(response.StatusCode))
                return Away(changes, Answered(response.StatusCode));
            presence.Present(changes);
            if (!response.IsSuccessStatusCode)
                return new JoinResult.Refused((int)response.StatusCode);
            events = response.Content.ReadEventsAsync(ContractsJson.Default.TurnEvent, lifetime.Token).GetAsyncEnumerator(lifetime.Token);
            if (!await events.MoveNextAsync() || events.Current is not TurnAccepted accepted)
                return Away(changes, "it closed the stream before accepting the message");
            lifetime.CancelAfter(Timeout.InfiniteTimeSpan);
            stream = new TurnStream(accepted.Turn, events, response, lifetime);
            return new JoinResult.Accepted(stream);
        }
        catch (Exception exception) when (IsLostConnection(exception, cancellationToken))
        {
            return Away(changes, exception.Message);
        }
        finally
        {
            if (stream is null)
            {
                response?.Dispose();
                if (events is not null)
                    await events.DisposeAsync();
                lifetime.Dispose();
            }
        }
    }

    // Requests that must eventually succeed treat a 500 like an unreachable dialog and are retried; for others the caller decides.
    private async Task<HttpStatusCode?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken, bool isBugAnAnswer = false)
    {
        using var _ = request;
        return await AttemptAsync(async patience =>
        {
            using var response = await http.SendAsync(request, patience);
            if (IsUnavailable(response.StatusCode) && !(isBugAnAnswer && response.StatusCode == HttpStatusCode.InternalServerError))
                throw new HttpRequestException(Answered(response.StatusCode));
            return (HttpStatusCode?)response.StatusCode;
        }, cancellationToken);
    }

    private Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => AttemptAsync(async patience =>
        {
            using var response = await http.GetAsync(path, patience);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync(type, patience)
                : throw new HttpRequestException(Answered(response.StatusCode));
        }, cancellationToken);

    private async Task<T?> AttemptAsync<T>(Func<CancellationToken, Task<T?>> attempt, CancellationToken cancellationToken)
    {
        var changes = presence.Changes;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(AnswerTimeout);
            var result = await attempt(patience.Token);
            presence.Present(changes);
            return result;
        }
        catch (Exception exception) when (IsLostConnection(exception, cancellationToken))
        {
            presence.Away(changes, exception.Message);
            return default;
        }
    }

    private JoinResult.Away Away(int changesWhenSent, string reason)
    {
        presence.Away(changesWhenSent, reason);
        return new();
    }

    private static string Answered(HttpStatusCode status) => $"it returned {(int)status}";

    // 408 and 429 ask for a retry, like any server error.
    private static bool IsUnavailable(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private static bool IsLostConnection(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or JsonException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
