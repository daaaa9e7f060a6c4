using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Spending;

internal static class SpendingServiceCollectionExtensions
{
    public static void AddSpending(this IHostApplicationBuilder builder, BotSections bots)
    {
        Add(builder, Options.DefaultName, "Budgets");
        foreach (var bot in bots.All)
            Add(builder, bot.Path, "Budgets", $"{bot.Path}:Budgets");
        builder.Services.AddSingleton<BudgetPools>();
        builder.Services.AddSingleton<Budgets>();
    }

    /// <summary>Limits of later sections override those of earlier ones.</summary>
    private static void Add(IHostApplicationBuilder builder, string name, params string[] sections)
    {
        var options = builder.Services.AddOptions<BudgetOptions>(name);
        foreach (var section in sections)
            options.BindConfiguration(section);
        options
            .Require($"{sections[^1]}:Person", budgets => budgets.Person.IsValid, Complaint, $"{sections[^1]}:Person:DailyTokens=1000000")
            .Require($"{sections[^1]}:Chat", budgets => budgets.Chat.IsValid, Complaint, $"{sections[^1]}:Chat:MonthlyTokens=20000000")
            .Require($"{sections[^1]}:Bot", budgets => budgets.Bot.IsValid, Complaint, $"{sections[^1]}:Bot:MonthlyMoney=25")
            .ValidateOnStart();
    }

    private const string Complaint = "has a limit that is negative or too large";
}
