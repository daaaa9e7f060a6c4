using WisdomWave.Dialog.Budgeting;

namespace WisdomWave.Dialog.Conversations;

/// <summary>
/// Pays before serving what the first question would otherwise wait for: the models' encodings (0.6 s to load), the first
/// grain call of the process, the compilation of the queries that open a conversation.
/// </summary>
internal sealed class WarmUp(IServiceProvider services, IGrainFactory grains) : IHostedService
{
    /// <summary>No chat has the number 0: this conversation is looked for and not found.</summary>
    private static readonly ConversationKey Nobody = new(0, 0, 0, 0);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var conversation = grains.GetGrain<IConversationGrain>(Nobody.ToString()).ResumeAsync();
        var (models, counters) = (services.GetRequiredService<ModelCatalog>(), services.GetRequiredService<TokenCounters>());
        foreach (var model in models.Offered)
            _ = counters.For(model);
        _ = services.GetRequiredService<PromptSetups>();
        await conversation.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
