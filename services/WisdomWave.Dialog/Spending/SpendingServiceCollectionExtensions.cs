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

    /// <param name="builder">The service's.</param>
    /// <param name="name">Of the options.</param>
    /// <param name="sections">A limit in a later one goes before the same limit in those before it.</param>
    private static void Add(IHostApplicationBuilder builder, string name, params string[] sections)
    {
        var options = builder.Services.AddOptions<BudgetOptions>(name);
        foreach (var section in sections)
            options.BindConfiguration(section);
        options
            .Require($"{sections[^1]}:Person", budgets => budgets.Person.IsGood, Complaint, $"{sections[^1]}:Person:DailyTokens=1000000")
            .Require($"{sections[^1]}:Chat", budgets => budgets.Chat.IsGood, Complaint, $"{sections[^1]}:Chat:MonthlyTokens=20000000")
            .Require($"{sections[^1]}:Bot", budgets => budgets.Bot.IsGood, Complaint, $"{sections[^1]}:Bot:MonthlyMoney=25")
            .ValidateOnStart();
    }

    private const string Complaint = "has a limit below 0 or beyond all money";
}
