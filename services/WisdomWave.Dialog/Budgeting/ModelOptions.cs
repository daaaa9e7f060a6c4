using System.ComponentModel.DataAnnotations;

namespace WisdomWave.Dialog.Budgeting;

internal sealed class ModelOptions
{
    /// <summary><c>MODEL_NAME</c>.</summary>
    [Required(ErrorMessage = "MODEL_NAME is empty; set it to a model that your provider has, for instance gpt-5-mini.")]
    public string Name { get; set; } = "gpt-5-mini";

    /// <summary><c>MAX_TOKENS</c>: tokens of prompt and answer together.</summary>
    [Range(500, 10_000_000, ErrorMessage = "MAX_TOKENS must be a whole number of tokens from 500 on, for instance 16000.")]
    public int MaxTokens { get; set; } = 16_000;

    /// <summary>What the model is told before every conversation.</summary>
    [Required(ErrorMessage = "Persona is empty; leave it out to have the default, or say in a sentence who the bot is.")]
    public string Persona { get; set; } =
        "You are WisdomWave, a helpful assistant in a Telegram chat. Answer in the language of the question, to the point, " +
        "with Markdown where it helps. Say so when you do not know.";
}
