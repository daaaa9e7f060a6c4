using System.Globalization;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Prompting;

internal static class PromptingServiceCollectionExtensions
{
    public static void AddPrompting(this IHostApplicationBuilder builder, BotSections bots)
    {
        builder.Services.AddOptions<ModelOptions>()
            .Require("MODEL_NAME", model => !string.IsNullOrWhiteSpace(model.Name), "is empty", "gpt-5-mini")
            .Require("MAX_TOKENS", model => model.MaxTokens >= 500, "is not a whole number of tokens from 500 on", "16000")
            .Require("Persona", model => !string.IsNullOrWhiteSpace(model.Persona), "is empty", "a sentence that says who the bot is")
            .ValidateOnStart()
            .Configure(options => Read(builder.Configuration, options));
        foreach (var bot in bots.All)
        {
            builder.Services.AddOptions<ModelOptions>(bot.Path).Configure(options =>
            {
                Read(builder.Configuration, options);
                options.Persona = bot.Text("Persona") ?? options.Persona;
                options.Offered = [.. ConfigurationList.Read(bot.Configuration.GetSection("Models"))];
                options.Name = bot.Text("Model")
                    ?? (options.Offered.Count == 0 || options.Offered.Contains(options.Name) ? options.Name : options.Offered[0]);
            });
        }

        builder.Services.AddOptions<ModelListOptions>()
            .BindConfiguration("")
            .Require("Models:<n>:Name", list => list.Models.All(model => !string.IsNullOrWhiteSpace(model.Name)), "is missing", "gpt-5-mini")
            .Require(
                "Models:<n>:ContextTokens",
                list => list.Models.All(model => model.ContextTokens is null or >= 500),
                "is not a whole number of tokens from 500 on",
                "128000")
            .Require("Models:<n>:ReasoningTokens", list => list.Models.All(model => model.ReasoningTokens is null or >= 0), "is negative", "8000")
            .Require(
                "Models:<n>:InputPrice",
                list => list.Models.All(model => model.InputPrice is null or >= 0 && model.OutputPrice is null or >= 0 && model.CachedInputPrice is null or >= 0),
                "or another price of the model is below 0",
                "0.25")
            .ValidateOnStart();
        builder.Services.AddSingleton<ModelCatalog>();
        builder.Services.AddSingleton<TokenCounters>();
        builder.Services.AddSingleton<LearnedLimits>();
        builder.Services.AddSingleton<PromptSetups>();
        builder.Services.AddSingleton<PromptBuilder>();
    }

    private static void Read(IConfiguration configuration, ModelOptions options)
    {
        options.Name = configuration["MODEL_NAME"] ?? options.Name;
        options.Persona = configuration["Persona"] ?? options.Persona;

        // A value that is not a number becomes 0, which the validation reports.
        if (configuration["MAX_TOKENS"] is { } maxTokens)
            options.MaxTokens = int.TryParse(maxTokens, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

internal sealed class ModelOptions
{
    /// <summary><c>MODEL_NAME</c>, or the bot's own <c>Model</c>.</summary>
    public string Name { get; set; } = "gpt-5-mini";

    /// <summary><c>MAX_TOKENS</c>: tokens of prompt and answer together.</summary>
    public int MaxTokens { get; set; } = 16_000;

    /// <summary>A bot's own <c>Models</c>: the names of the models that it offers; empty for all.</summary>
    public IReadOnlyList<string> Offered { get; set; } = [];

    /// <summary>The system message of every conversation.</summary>
    public string Persona { get; set; } =
        "You are WisdomWave, a helpful assistant in a Telegram chat. Answer in the language of the question, to the point, " +
        "with Markdown where it helps. Say so when you do not know.";
}
