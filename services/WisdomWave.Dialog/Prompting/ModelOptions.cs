namespace WisdomWave.Dialog.Prompting;

internal sealed class ModelOptions
{
    /// <summary><c>MODEL_NAME</c>, or the bot's own <c>Model</c>.</summary>
    public string Name { get; set; } = "gpt-5-mini";

    /// <summary><c>MAX_TOKENS</c>: tokens of prompt and answer together.</summary>
    public int MaxTokens { get; set; } = 16_000;

    /// <summary>A bot's own <c>Models</c>: the names of those that it offers, of all that there are; empty for all.</summary>
    public IReadOnlyList<string> Offered { get; set; } = [];

    /// <summary>What the model is told before every conversation.</summary>
    public string Persona { get; set; } =
        "You are WisdomWave, a helpful assistant in a Telegram chat. Answer in the language of the question, to the point, " +
        "with Markdown where it helps. Say so when you do not know.";
}
