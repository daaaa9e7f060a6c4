namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>How forgetting works (<c>Forgetting</c>).</summary>
internal sealed class ForgettingOptions
{
    /// <summary>How long a forgotten conversation can be brought back. Until then it stays in the database; zero erases it at once.</summary>
    public TimeSpan UndoFor { get; set; } = TimeSpan.FromMinutes(5);
}
