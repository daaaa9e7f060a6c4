namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>A bot that has settings of its own.</summary>
/// <param name="Id">Telegram's number of it.</param>
/// <param name="Configuration">Its part of the section <c>Bots</c>.</param>
internal sealed record BotSection(long Id, IConfigurationSection Configuration)
{
    /// <summary>Where its options are, and how messages to the operator name it: <c>Bots:home</c>.</summary>
    public string Path { get; } = Configuration.Path;

    /// <summary>Whether lists and admins are its own; then what those admins say concerns no other bot.</summary>
    public bool OwnsAccess { get; } = Has(Configuration, "Access");

    /// <summary>Whether it has limits of its own; then what is spent with it counts for it alone.</summary>
    public bool OwnsBudgets { get; } = Has(Configuration, "Budgets");

    /// <summary>Null where it is as for all bots.</summary>
    public string? Text(string name) => string.IsNullOrWhiteSpace(Configuration[name]) ? null : Configuration[name]!.Trim();

    private static bool Has(IConfigurationSection section, string name) => section.GetSection(name).AsEnumerable().Any(setting => !string.IsNullOrWhiteSpace(setting.Value));
}
