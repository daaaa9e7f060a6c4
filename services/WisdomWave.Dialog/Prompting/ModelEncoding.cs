namespace WisdomWave.Dialog.Prompting;

/// <summary>Which encoding a model's tokens follow.</summary>
internal static class ModelEncoding
{
    /// <summary>
    /// gpt-3.5 and the first gpt-4 use cl100k; everything newer of OpenAI uses o200k, which is also the better guess for
    /// other makers' models. The tokenizer library's own table throws for names that it does not know, and takes
    /// <c>ft:gpt-4.1</c> for a gpt-4.
    /// </summary>
    public static string Of(string model)
    {
        // "openai/gpt-4" (a router's prefix), "ft:gpt-4o:team::id" (a fine-tuned model).
        var name = model[(model.LastIndexOf('/') + 1)..];
        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
            name = name[3..];

        var isFirstGpt4 = Starts("gpt-4") && !Starts("gpt-4o") && !Starts("gpt-4.1") && !Starts("gpt-4.5");
        return Starts("gpt-3.5") || isFirstGpt4 ? "cl100k_base" : "o200k_base";

        bool Starts(string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
    }
}
