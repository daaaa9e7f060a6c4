using System.Globalization;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Budgeting;

internal static class BudgetingRegistration
{
    public static void AddBudgeting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ModelOptions>().ValidateDataAnnotations().ValidateOnStart()
            .Configure(options =>
            {
                options.Name = builder.Configuration["MODEL_NAME"] ?? options.Name;
                options.Persona = builder.Configuration["Persona"] ?? options.Persona;

                // What is no number becomes 0, which the rule for MAX_TOKENS then names.
                if (builder.Configuration["MAX_TOKENS"] is { } maxTokens)
                    options.MaxTokens = int.TryParse(maxTokens, CultureInfo.InvariantCulture, out var number) ? number : 0;
            });
        builder.Services.AddSingleton<TokenCounter>();
        builder.Services.AddSingleton(services =>
        {
            var model = services.GetRequiredService<IOptions<ModelOptions>>().Value;
            return new PromptBudget(model.MaxTokens, services.GetRequiredService<TokenCounter>().Count(model.Persona));
        });
    }
}
