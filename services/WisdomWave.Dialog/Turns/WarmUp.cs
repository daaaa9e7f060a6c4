using System.Text.Json;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.Completion;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Does before the start what the first question would otherwise wait for: loading the token encodings, the first grain call,
/// compiling the queries and statements of a message, JSON serializers, a connection to completion. The server does not listen before
/// this has finished.
/// </summary>
internal sealed partial class WarmUp(IServiceProvider services, IGrainFactory grains, TimeProvider time, ILogger<WarmUp> logger) : IHostedService
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    /// <summary>No chat has the id 0, so this conversation does not exist.</summary>
    internal static readonly ConversationKey Nobody = new(0, 0, 0, 0);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var conversation = grains.GetGrain<IConversationGrain>(Nobody.ToString()).ResumeAsync();
        var connecting = ConnectAsync(cancellationToken);
        var (models, counters) = (services.GetRequiredService<ModelCatalog>(), services.GetRequiredService<TokenCounters>());
        foreach (var model in models.Offered)
            _ = counters.For(model).Count("Hello there.");
        _ = services.GetRequiredService<PromptSetups>();
        Serialize();
        await conversation.WaitAsync(cancellationToken);
        await services.GetRequiredService<ConversationStore>().WarmUpAsync(cancellationToken);
        await services.GetRequiredService<TurnReader>().FindAsync(Guid.Empty, cancellationToken);
        await WriteAsync();
        await connecting;
        LogWarm(time.GetElapsedTime(started).TotalSeconds);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ConnectPatience);
        await services.GetRequiredService<CompletionClient>().ConnectAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Serialize()
    {
        var request = new CompletionRequest { Model = "warm-up", Messages = [new PromptMessage(PromptRole.User, "Hello?")] };
        JsonSerializer.Serialize(request, ContractsJson.Default.CompletionRequest);
        CompletionEvent[] events =
            [new CompletionCallStarted(false), new CompletionDelta("Hello"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "warm-up", new TokenUsage(1, 1))];
        foreach (var happened in events)
            JsonSerializer.Deserialize(JsonSerializer.Serialize(happened, ContractsJson.Default.CompletionEvent), ContractsJson.Default.CompletionEvent);

        var turn = new TurnRef { Id = Guid.Empty, BotId = 0, Chat = new ChatAddress(0, ChatKind.Private) };
        TurnEvent[] told = [new TurnAccepted(turn), new TurnDelta("Hello"), new TurnCompleted(new Reply("Hello"))];
        foreach (var happened in told)
            JsonSerializer.Serialize(happened, ContractsJson.Default.TurnEvent);
    }

    /// <summary>Runs the statements of a whole message in a transaction that is rolled back.</summary>
    private async Task WriteAsync()
    {
        var now = time.GetUtcNow();
        var turn = new NewTurn { Id = Guid.CreateVersion7(now), MessageId = 1, Text = "", UserId = 0, Language = null, AcceptedAt = now };
        try
        {
            await services.GetRequiredService<DatabaseWriter>().WriteAsync(
                session =>
                {
                    session.Send("SAVEPOINT warm_up");
                    if (InboxWrites.Accept(session, Nobody, ChatKind.Private, updateId: 0, turn).Sequence is { } sequence)
                    {
                        HistoryWrites.Complete(session, turn.Id, TurnOutcome.OfCommand(sequence, new Reply("")), now);
                        OutboxWrites.NoteDelivered(session, turn.Id, part: 0, new PartReport(1, PartState.Last));
                    }

                    session.Send("ROLLBACK TO warm_up");
                    return session.Execute("RELEASE warm_up");
                },
                CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // The writer has logged it.
        }
    }

    [LoggerMessage(LogLevel.Debug, "Warmed up in {Seconds:0.0} s")]
    private partial void LogWarm(double seconds);
}
