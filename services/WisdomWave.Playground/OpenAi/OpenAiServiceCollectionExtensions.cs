namespace WisdomWave.Playground.OpenAi;

internal static class OpenAiServiceCollectionExtensions
{
    public static void AddOpenAi(this IServiceCollection services) => services
        .AddSingleton<ChatCompletions>()
        .AddSingleton<Embeddings>()
        .AddSingleton<Transcriptions>();
}
