using System.Text;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.Completion.Models;

/// <summary>A provider's error for the log: its code, type, parameter and the beginning of its message, without secrets.</summary>
internal static class ProviderWords
{
    private const int Longest = 200;

    public static string Of(ProviderError error) =>
        ReferenceEquals(error, ProviderError.None) ? error.Message : $"code {OrNone(error.Code)}, type {OrNone(error.Type)}, param {OrNone(error.Param)}: {Short(error.Message)}";

    private static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "none" : Short(text);

    /// <summary>Redacted before it is cut: half a secret would not be known for one.</summary>
    private static string Short(string text)
    {
        var line = new StringBuilder(Longest);
        foreach (var rune in SecretRedactor.Redact(text[..Math.Min(text.Length, 4 * Longest)]).EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > Longest)
                break;
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString();
    }
}
