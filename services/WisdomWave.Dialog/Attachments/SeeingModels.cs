using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Which models look at pictures: what the operator says goes before what their names tell.</summary>
internal sealed class SeeingModels(IOptions<ModelListOptions> list)
{
    /// <summary>Beginnings of names; what is left out before them does not see.</summary>
    private static readonly string[] Blind = ["gpt-3", "gpt-4-0", "gpt-4-1106", "o1-mini", "o1-preview", "o3-mini", "gpt-oss"];

    private static readonly string[] Seeing =
    [
        "gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-4-turbo", "gpt-5", "gpt-6", "chatgpt-", "o1", "o3", "o4",
        "claude-", "gemini-", "gemma-3", "gemma3", "llama-4", "llama4", "pixtral", "llava", "grok-4",
    ];

    /// <summary>Parts of names by which makers tell that a model sees.</summary>
    private static readonly string[] Telling = ["vision", "-vl", "vl:", "multimodal"];

    public bool CanSee(string model) =>
        list.Value.Models.FirstOrDefault(known => known.Name == model)?.Images ?? Guess(model);

    private static bool Guess(string model)
    {
        // "openai/gpt-4o" (a router's prefix), "ft:gpt-4o:team::id" (a fine-tuned model).
        var name = model[(model.LastIndexOf('/') + 1)..];
        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
            name = name[3..];

        return Telling.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
            || (Seeing.Any(Begins) && !Blind.Any(Begins));

        bool Begins(string start) => name.StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }
}
