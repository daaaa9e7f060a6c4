using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Tells which models accept pictures: by the operator's setting, otherwise by the model's name.</summary>
internal sealed class VisionModels(IOptions<ModelListOptions> list)
{
    /// <summary>Name prefixes of models that do not accept pictures. They take precedence over <see cref="VisionPrefixes"/>.</summary>
    private static readonly string[] TextOnlyPrefixes = ["gpt-3", "gpt-4-0", "gpt-4-1106", "o1-mini", "o1-preview", "o3-mini", "gpt-oss"];

    private static readonly string[] VisionPrefixes =
    [
        "gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-4-turbo", "gpt-5", "gpt-6", "chatgpt-", "o1", "o3", "o4",
        "claude-", "gemini-", "gemma-3", "gemma3", "llama-4", "llama4", "pixtral", "llava", "grok-4",
    ];

    /// <summary>Name parts that vendors use for models that accept pictures.</summary>
    private static readonly string[] VisionMarkers = ["vision", "-vl", "vl:", "multimodal"];

    public bool AcceptsImages(string model) =>
        list.Value.Models.FirstOrDefault(known => known.Name == model)?.Images ?? Guess(model);

    private static bool Guess(string model)
    {
        // "openai/gpt-4o" (a router's prefix), "ft:gpt-4o:team::id" (a fine-tuned model).
        var name = model[(model.LastIndexOf('/') + 1)..];
        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
            name = name[3..];

        return VisionMarkers.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
            || (VisionPrefixes.Any(StartsName) && !TextOnlyPrefixes.Any(StartsName));

        bool StartsName(string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
    }
}
