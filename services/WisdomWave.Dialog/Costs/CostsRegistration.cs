using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Costs;

internal static class CostsRegistration
{
    public static void AddCosts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BudgetOptions>().BindConfiguration("Budgets")
            .Require("Budgets:Person", budgets => budgets.Person.IsGood, Complaint, "Budgets:Person:DailyTokens=1000000")
            .Require("Budgets:Chat", budgets => budgets.Chat.IsGood, Complaint, "Budgets:Chat:MonthlyTokens=20000000")
            .Require("Budgets:Bot", budgets => budgets.Bot.IsGood, Complaint, "Budgets:Bot:MonthlyMoney=25")
            .ValidateOnStart();
        builder.Services.AddSingleton<Budgets>();
    }

    private const string Complaint = "has a limit below 0 or beyond all money";
}
