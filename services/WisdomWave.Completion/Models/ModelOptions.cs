namespace WisdomWave.Completion.Models;

/// <summary>What is special about one model (<c>Models:0:Name</c>, …); a model that is not listed gets the defaults.</summary>
internal sealed class ModelOptions
{
    public string Name { get; set; } = "";

    /// <summary>How this model's server calls the room for the answer: <c>max_completion_tokens</c>, or <c>max_tokens</c> on older ones.</summary>
    public string MaxTokensParameter { get; set; } = MaxCompletionTokens;

    public const string MaxCompletionTokens = "max_completion_tokens";
    public const string MaxTokens = "max_tokens";
}
