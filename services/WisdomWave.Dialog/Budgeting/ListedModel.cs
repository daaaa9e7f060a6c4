namespace WisdomWave.Dialog.Budgeting;

/// <summary>A model that the operator lets people choose (<c>Models:0:Name</c>, …); completion reads the same section.</summary>
internal sealed class ListedModel
{
    public string Name { get; set; } = "";

    /// <summary>How people see it; its name where none is given.</summary>
    public string? Title { get; set; }

    /// <summary>Tokens that the model can take, prompt and answer together: bounds <c>MAX_TOKENS</c> for it.</summary>
    public int? ContextTokens { get; set; }
}
