using System.Globalization;
using System.Text.RegularExpressions;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models.Failures;

/// <summary>Recognizes the errors about a prompt that is too long, and reads their numbers. Each server words them differently:</summary>
/// <remarks><code>
/// OpenAI, vLLM     This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8000 in the messages, 1000 in the completion).
/// llama.cpp        {"code":400,"type":"exceed_context_size_error","n_ctx":4096,"n_prompt_tokens":5000,"message":"the request exceeds the available context size. …"}
/// Gemini           The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).
/// Anthropic        prompt is too long: 205000 tokens > 200000 maximum
/// Ollama           the input length exceeds the context length
/// Mistral          Prompt contains 65673 tokens, too large for model with 32768 maximum context length
/// SGLang           The input (5000 tokens) is longer than the model's context length (4096 tokens).
/// TGI              `inputs` tokens + `max_new_tokens` must be &lt;= 4096. Given: 5000 `inputs` tokens and 1000 `max_new_tokens`
/// Groq             Request too large for model `x` … on tokens per minute (TPM): Limit 6000, Requested 9000
/// </code></remarks>
internal static partial class ContextOverflowParser
{
    private const int SmallestLimit = 64;
    private const int LargestLimit = 100_000_000;

    public static bool IsOverflow(ProviderError error) =>
        error.Code is "context_length_exceeded" or "string_above_max_length" || error.Type is "exceed_context_size_error" || Words().IsMatch(error.Message);

    public static ContextOverflow Parse(ProviderError? error)
    {
        if (error is null)
            return new(null, null);

        // "exceeded max context length by 123 tokens" contains neither number.
        var hasOnlyExcess = Excess().IsMatch(error.Message);
        return new(
            error.Limit ?? (hasOnlyExcess ? null : Number(Limits().Match(error.Message))),
            error.Requested ?? (hasOnlyExcess ? null : Number(Requests().Match(error.Message))));
    }

    private static int? Number(Match match) =>
        match.Success && long.TryParse(match.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= SmallestLimit and <= LargestLimit
            ? (int)number
            : null;

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture;

    [GeneratedRegex(
        """
        context[ _-](length|size|window|limit) | token\ count.{0,60}exceed | exceeds?\ the\ maximum\ (number\ of\ )?(input\ )?tokens
        | prompt\ (is\ )?too\ long | input\ is\ too\ long | too\ many\ (input\ )?tokens | maximum\ prompt\ length | `inputs`\ (tokens|must)
        | reduce\ the\ length\ of\ the\ (messages|prompt|input) | prompt\ contains\ \d+\ tokens | request\ too\ large\ for\ model
        """,
        Loose)]
    private static partial Regex Words();

    [GeneratedRegex(@"\bby\ \d+\ tokens", Loose)]
    private static partial Regex Excess();

    [GeneratedRegex(
        """
        (maximum\ )?context\ (length|size|window|limit)\ (of\ only|is|of|limit|:)?\ ?\(?(?<n>\d[\d,]*)
        | context\ (length|size|window|limit)[^\d.]{0,40}?\(?(?<n>\d[\d,]*)
        | too\ large\ for\ model\ with\ (?<n>\d[\d,]*)
        | >\ (?<n>\d[\d,]*) | <=\ ?(?<n>\d[\d,]*)
        | tokens\ allowed\ \((?<n>\d[\d,]*)
        | (less\ than|cannot\ exceed|prompt\ length\ is|at\ most|limit:?)\ (?<n>\d[\d,]*)
        """,
        Loose)]
    private static partial Regex Limits();

    [GeneratedRegex(
        """
        requested\ (a\ total\ of\ )?(?<n>\d[\d,]*) | resulted\ in\ (?<n>\d[\d,]*) | (?<n>\d[\d,]*)\ input\ tokens
        | (request|input)\ \((?<n>\d[\d,]*)\ tokens | token\ count\ \((?<n>\d[\d,]*) | too\ long:\ (?<n>\d[\d,]*)
        | contains\ (?<n>\d[\d,]*)\ tokens | given:\ (?<n>\d[\d,]*) | received\ (?<n>\d[\d,]*) | first\ (?<n>\d[\d,]*)\ tokens
        """,
        Loose)]
    private static partial Regex Requests();
}
