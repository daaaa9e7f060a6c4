namespace WisdomWave.Dialog.Spending;

/// <summary>Whom a budget is for.</summary>
internal enum BudgetScope
{
    /// <summary>One person, in all chats and with all bots that share their budgets.</summary>
    Person,

    /// <summary>One chat, all its people and topics together.</summary>
    Chat,

    /// <summary>One bot, everybody together.</summary>
    Bot,
}
