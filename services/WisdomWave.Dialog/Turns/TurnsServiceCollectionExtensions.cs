using Orleans.Configuration;
using Orleans.Serialization;
using WisdomWave.Contracts;
using WisdomWave.Dialog.Turns.Completion;
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
        builder.Services.AddSingleton<MessageLog>();
        builder.Services.AddSingleton<PromptBuilder>();
        builder.Services.AddSingleton<CompletionOutage>();
        builder.Services.AddSingleton<ModelCalls>();
        builder.Services.AddSingleton<QuestionRunner>();
        builder.Services.AddSingleton<Answering>();
        builder.Services.AddHttpClient<CompletionClient>().ToService("completion").ForEventStreams();

        builder.UseOrleans(silo =>
        {
            // Nothing outside this process calls a grain: a port nobody has to know, and no gateway. It must not be one that the app host
            // has chosen for a service that does not listen yet.
            silo.UseLocalhostClustering(siloPort: FreePort.OnLoopback(30_000, 32_767), gatewayPort: 0);

            // One silo finds its grains in its own directory; a cache before it would only take memory, for a million places.
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

/// <summary>How long a question is asked again while completion is away. What fails at the provider, completion has tried again.</summary>
internal sealed class QuestionOptions
{
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a turn that no process survived is begun again before it is set aside.</summary>
    public int Restarts { get; set; } = 5;

    /// <summary>How long ago a question may have been asked that a later process answers.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a model may be silent before the person is told that it is slow; a model that thinks shows that earlier.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(15);

    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Completion is next door, and back within seconds.</summary>
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
