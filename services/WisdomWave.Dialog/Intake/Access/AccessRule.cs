namespace WisdomWave.Dialog.Intake.Access;

/// <summary>What is stored about a person or a chat.</summary>
/// <param name="IsAllowed">Whether they may use the bot.</param>
internal sealed record AccessRule(bool IsAllowed)
{
    /// <summary>Whether the person has claimed the bot.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Whether they used the bot when it was open to everybody, before a version that closes it. Lists in the configuration go before it.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>As the person called themselves when they were let in; null when that is not known.</summary>
    public string? Name { get; init; }

    /// <summary>When it was said; null for what was stored before that was kept.</summary>
    public DateTimeOffset? Since { get; init; }
}
