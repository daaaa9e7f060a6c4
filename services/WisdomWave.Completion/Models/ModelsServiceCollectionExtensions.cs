using WisdomWave.Completion.Models.Wire;
using WisdomWave.Completion.Models.Wire.Addresses;
using WisdomWave.Completion.Models.Wire.Quirks;
using WisdomWave.Completion.Models.Wire.Repair;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Completion.Models;

internal static class ModelsServiceCollectionExtensions
{
    public static void AddModels(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProviderOptions>()
            .Configure<IConfiguration>((provider, configuration) =>
            {
                provider.ApiKey = NullIfBlank(configuration["OPENAI_API_KEY"]);
                provider.BaseUrl = NullIfBlank(configuration["OPENAI_BASE_URL"]);
                provider.Organization = NullIfBlank(configuration["OPENAI_ORGANIZATION"]);
            })
            .Require("OPENAI_API_KEY", p => p.ApiKey is not null || p.BaseUrl is not null, "is missing", "a key of your OpenAI account such as sk-proj-…")
            .Require("OPENAI_BASE_URL", p => ProviderOptions.IsValidBaseUrl(p.BaseUrl), "is not an absolute http(s) address", ProviderOptions.OpenAi)
            .Require("OPENAI_API_KEY", p => ProviderOptions.IsValidKey(p.ApiKey), "has characters that an HTTP header cannot contain", "a key of your OpenAI account such as sk-proj-…")
            .ValidateOnStart();
        builder.Services.AddOptions<ProviderModels>()
            .BindConfiguration("")
            .Require("Models:<n>:Name", c => c.Models.All(m => m.Name.Length > 0), "is missing", "gpt-5-mini")
            .Require(
                "Models:<n>:MaxTokensParameter",
                c => c.Models.All(m => m.MaxTokensParameter is ProviderModel.MaxTokens or ProviderModel.MaxCompletionTokens),
                "is neither max_tokens nor max_completion_tokens",
                ProviderModel.MaxTokens)
            .Require("Models:<n>:BaseUrl", c => c.Models.All(m => ProviderOptions.IsValidBaseUrl(m.BaseUrl)), "is not an absolute http(s) address", ProviderOptions.OpenAi)
            .Require("Models:<n>:ApiKey", c => c.Models.All(m => ProviderOptions.IsValidKey(m.ApiKey)), "has characters that an HTTP header cannot contain", "a key of that server such as sk-…")
            .Require("Models:<n>:ReasoningTokens", c => c.Models.All(m => m.ReasoningTokens is null or >= 0), "is negative", "8000")
            .Require(
                "Models:<n>:InputPrice",
                c => c.Models.All(m => m is { InputPrice: null or >= 0, CachedInputPrice: null or >= 0, OutputPrice: null or >= 0 } && m.InputPrice.HasValue == m.OutputPrice.HasValue),
                "and OutputPrice are not both set, or a price is negative",
                "0.25 for a million tokens")
            .ValidateOnStart();

        builder.Services.AddSingleton<KnownQuirks>();
        builder.Services.AddSingleton<KnownApiVersions>();
        builder.Services.AddTransient<ApiVersionHandler>();
        builder.Services.AddTransient<QuirkHandler>();
        builder.Services.AddTransient<RepairHandler>();
        builder.Services.AddTransient<WarmUpHandler>();
        builder.Services.AddHttpClient(ProviderClients.HttpClientName).ForEventStreams().ToInternet()
            .UseSocketsHttpHandler((handler, _) =>
            {
                // Without exported traces, an activity for each call and its headers only cost time.
                if (!builder.HasOtlpEndpoint())
                    handler.ActivityHeadersPropagator = null;
            })
            .AddHttpMessageHandler<ApiVersionHandler>()
            .AddHttpMessageHandler<QuirkHandler>()
            .AddHttpMessageHandler<RepairHandler>()
            .AddHttpMessageHandler<WarmUpHandler>();
        builder.Services.AddHostedService<BaseAddressCheck>();
    }

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
