using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Ingress.Dialog;

/// <summary>Dialog's HTTP API.</summary>
internal sealed class DialogClient(HttpClient http, DialogPresence presence, SharedBots shared)
{
    // Dialog answers after a commit; a turn's events may then take as long as the model does.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Hands a message over; one that dialog has already joins its turn.</summary>
    public Task<TurnOpening> PostAsync(InboundMessage message, CancellationToken cancellationToken) => OpenAsync(
        new(HttpMethod.Post, "messages") { Content = JsonContent.Create(message, ContractsJson.Default.InboundMessage) }, cancellationToken);

    /// <summary>Joins a turn again; its text starts from the beginning.</summary>
    public Task<TurnOpening> JoinAsync(Guid turn, CancellationToken cancellationToken) =>
        OpenAsync(new(HttpMethod.Get, $"turns/{turn}/events"), cancellationToken);

    /// <summary>Dialog's status; null while it is away.</summary>
    public Task<HttpStatusCode?> ReportAsync(Guid turn, int part, PartReport report, CancellationToken cancellationToken) => SendAsync(
        new(HttpMethod.Put, $"turns/{turn}/parts/{part}") { Content = JsonContent.Create(report, ContractsJson.Default.PartReport) }, cancellationToken);

    /// <summary>What is known of the message ids near one that was not confirmed; null while dialog is away, and for a turn that it does not know.</summary>
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
    /// Has it counted that a reply which an earlier process has left is gone on with; null while dialog is away. A turn that it does
    /// not know has nothing to count.
    /// </summary>
    public Task<Redelivery?> BeginRedeliveryAsync(Guid turn, CancellationToken cancellationToken) => AttemptAsync(async patience =>
    {
        using var response = await http.PostAsync($"turns/{turn}/redeliveries", content: null, patience);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return new Redelivery(0, "");
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.Redelivery, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>Takes back what <see cref="BeginRedeliveryAsync"/> counted: the process ends in good order.</summary>
    public Task<HttpStatusCode?> TakeRedeliveryBackAsync(Guid turn, CancellationToken cancellationToken) =>
        SendAsync(new(HttpMethod.Delete, $"turns/{turn}/redeliveries"), cancellationToken);

    /// <summary>Hands a press on a button over; one that dialog has already begins nothing twice.</summary>
    public async Task<PressReply> PressAsync(ButtonPress press, CancellationToken cancellationToken) => await AttemptAsync<PressReply>(async patience =>
    {
        using var response = await http.PostAsJsonAsync("presses", press, ContractsJson.Default.ButtonPress, patience);
        if (MeansAway(response.StatusCode))
            throw new HttpRequestException(Answered(response.StatusCode));
        return response.IsSuccessStatusCode
            ? new PressReply.Taken(await response.Content.ReadFromJsonAsync(ContractsJson.Default.PressOutcome, patience) ?? new PressOutcome())
            : new PressReply.Refused((int)response.StatusCode);
    }, cancellationToken) ?? new PressReply.Away();

    /// <summary>Dialog's status; null while it is away.</summary>
    public Task<HttpStatusCode?> StopAsync(Guid turn, CancellationToken cancellationToken) =>
        SendAsync(new(HttpMethod.Post, $"turns/{turn}/stop"), cancellationToken);

    /// <summary>Tells that a chat has another number from now on. Dialog's status, 500 included; null while it is away.</summary>
    public Task<HttpStatusCode?> MoveAsync(long botId, long chatId, long newChatId, CancellationToken cancellationToken) => SendAsync(
        new(HttpMethod.Put, $"bots/{botId}/chats/{chatId}/successor/{newChatId}"), cancellationToken, isBugAnAnswer: true);

    /// <summary>Opens a file of a reply, to be read while it comes.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ReplyFileOpening> OpenFileAsync(string path, CancellationToken cancellationToken) => await AttemptAsync<ReplyFileOpening>(async patience =>
    {
        var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, patience);
        if (response.IsSuccessStatusCode)
            // Closing the content closes the response.
            return new ReplyFileOpening.Opened(await response.Content.ReadAsStreamAsync(cancellationToken));
        using (response)
        {
            return MeansAway(response.StatusCode)
                ? throw new HttpRequestException(Answered(response.StatusCode))
                : new ReplyFileOpening.Missing((int)response.StatusCode);
        }
    }, cancellationToken) ?? new ReplyFileOpening.Away();

    /// <summary>The turns that were accepted but not completely delivered, oldest first; null while dialog is away.</summary>
    public Task<TurnRef[]?> UndeliveredAsync(long botId, CancellationToken cancellationToken) =>
        GetAsync($"bots/{botId}/turns", ContractsJson.Default.TurnRefArray, cancellationToken);

    /// <summary>Where several ingresses share a bot: keeps the turns that this one delivers, and asks for those that nobody does; null while dialog is away.</summary>
    public Task<TurnRef[]?> ClaimAsync(long botId, Guid[] delivering, CancellationToken cancellationToken) => AttemptAsync(async patience =>
    {
        using var response = await http.PostAsJsonAsync($"bots/{botId}/claims", delivering, ContractsJson.Default.GuidArray, patience);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.TurnRefArray, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>The end of <see cref="ClaimAsync"/>: others may go on at once.</summary>
    public Task GiveBackAsync(CancellationToken cancellationToken) =>
        shared.AreShared ? SendAsync(new(HttpMethod.Delete, "claims"), cancellationToken) : Task.CompletedTask;

    /// <summary>What the bot's admins are to hear of its start; null while dialog is away.</summary>
    public Task<StartNotice[]?> StartedAsync(long botId, BotStart start, CancellationToken cancellationToken) => AttemptAsync(async patience =>
    {
        using var response = await http.PostAsJsonAsync($"bots/{botId}/starts", start, ContractsJson.Default.BotStart, patience);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.StartNoticeArray, patience)
            : throw new HttpRequestException(Answered(response.StatusCode));
    }, cancellationToken);

    /// <summary>The commands menu of each language; null while dialog is away.</summary>
    public Task<CommandMenu[]?> CommandsAsync(CancellationToken cancellationToken) =>
        GetAsync("commands", ContractsJson.Default.CommandMenuArray, cancellationToken);

    private async Task<TurnOpening> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The stream outlives this call, and who makes it: it ends when it is disposed or cancelled.
        var lifetime = new CancellationTokenSource();
        await using var opening = cancellationToken.Register(lifetime.Cancel);
        HttpResponseMessage? response = null;
        IAsyncEnumerator<TurnEvent>? events = null;
        TurnStream? stream = null;
        try
        {
            using var _ = request;
            lifetime.CancelAfter(AnswerTimeout);
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, lifetime.Token);
            if (response.StatusCode == HttpStatusCode.InternalServerError)
                return new TurnOpening.Failed();
            if (MeansAway(response.StatusCode))
                return Away(Answered(response.StatusCode));
            presence.Present();
            if (!response.IsSuccessStatusCode)
                return new TurnOpening.Refused((int)response.StatusCode);
            events = response.Content.ReadEventsAsync(ContractsJson.Default.TurnEvent, lifetime.Token).GetAsyncEnumerator(lifetime.Token);
            if (!await events.MoveNextAsync() || events.Current is not TurnAccepted accepted)
                return Away("it closed the stream before it accepted");
            lifetime.CancelAfter(Timeout.InfiniteTimeSpan);
            stream = new TurnStream(accepted.Turn, events, response, lifetime);
            return new TurnOpening.Accepted(stream);
        }
        catch (Exception exception) when (IsLostConnection(exception, cancellationToken))
        {
            return Away(exception.Message);
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

    // What has to arrive some time is tried again after a 500 as if dialog were away; the rest is the caller's to give up.
    private async Task<HttpStatusCode?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken, bool isBugAnAnswer = false)
    {
        using var _ = request;
        return await AttemptAsync(async patience =>
        {
            using var response = await http.SendAsync(request, patience);
            if (MeansAway(response.StatusCode) && !(isBugAnAnswer && response.StatusCode == HttpStatusCode.InternalServerError))
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
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(AnswerTimeout);
            var result = await attempt(patience.Token);
            presence.Present();
            return result;
        }
        catch (Exception exception) when (IsLostConnection(exception, cancellationToken))
        {
            presence.Away(exception.Message);
            return default;
        }
    }

    private TurnOpening.Away Away(string reason)
    {
        presence.Away(reason);
        return new();
    }

    private static string Answered(HttpStatusCode status) => $"it answered {(int)status}";

    // 408 and 429 ask to come again, like any failure of the server's own.
    private static bool MeansAway(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private static bool IsLostConnection(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or JsonException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
