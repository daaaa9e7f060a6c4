using Orleans.Configuration;
using Orleans.Serialization;
using WisdomWave.Contracts;
using WisdomWave.Dialog.Turns.Completion;
using WisdomWave.Dialog.Turns.Regenerating;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Turns;

internal static class TurnsServiceCollectionExtensions
{
    public static void AddTurns(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<QuestionOptions>().BindConfiguration("Questions")
            .Require("Questions:Restarts", questions => questions.Restarts >= 1, "is below 1", "5")
            .Require("Questions:SlowAfter", questions => questions.SlowAfter > TimeSpan.Zero, "is not above 0", "00:00:15")
            .Require("Questions:AnswerWithin", questions => questions.AnswerWithin > TimeSpan.Zero, "is not above 0", "1.00:00:00")
            .ValidateOnStart();
        builder.Services.AddSingleton<ConversationStore>();
        builder.Services.AddSingleton<LiveTurns>();
        builder.Services.AddSingleton<ReplyStore>();
        builder.Services.AddSingleton<TurnRecovery>();
        builder.Services.AddSingleton<ConversationMemoryFactory>();
        builder.Services.AddSingleton<ConversationRecovery>();
        builder.Services.AddSingleton<ConversationEdits>();
        builder.Services.AddSingleton<MessageAcceptor>();
        builder.Services.AddSingleton<TurnFactory>();
        builder.Services.AddSingleton<TurnRegenerator>();
        builder.Services.AddSingleton<TurnReporter>();
        builder.Services.AddSingleton<TurnRunner>();
        builder.Services.AddSingleton<TurnPipeline>();
        builder.Services.AddSingleton<AttachmentStage>();
        builder.Services.AddSingleton<CompletionOutage>();
        builder.Services.AddSingleton<BudgetedCompletion>();
        builder.Services.AddHttpClient<CompletionClient>().ToService("completion").ForEventStreams();

        builder.UseOrleans(silo =>
        {
            silo.UseNoNetwork();
            silo.UseNoObservationTimers();

            // A single silo finds its grains in its own directory; the cache of a million entries would only take memory.
            silo.Services.Configure<GrainDirectoryOptions>(directory =>
            {
                directory.CachingStrategy = GrainDirectoryOptions.CachingStrategyType.None;
                directory.CacheSize = 1000;
            });
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(
                type => type.Assembly == typeof(ContractsJson).Assembly, ContractsJson.Default.Options));
        });
        builder.Services.AddHostedService<WarmUp>();
        builder.Services.AddHostedService<UnfinishedTurnSweep>();
    }
}

/// <summary>How questions are retried (<c>Questions</c>). Failures of the provider are not retried here: completion does that.</summary>
internal sealed class QuestionOptions
{
    /// <summary>How long a question is retried while completion is unavailable.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a turn during which the process ended is restarted before it is set aside.</summary>
    public int Restarts { get; set; } = 5;

    /// <summary>The maximum age of a question that is still answered after a restart.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a model may be silent before the person is told that it is slow. A reasoning model shows an indicator earlier.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(15);

    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Short, because completion runs on the same machine and restarts within seconds.</summary>
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
