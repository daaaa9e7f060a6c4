using System.Collections.Frozen;
using System.Globalization;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Superscripts and subscripts, in Unicode if it has all the characters, otherwise as <c>^(…)</c> and <c>_(…)</c>.</summary>
internal static class UnicodeScripts
{
    private static readonly FrozenDictionary<char, char> Superscripts = Pairs(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ°′″*†⊤∘",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ°′″*†ᵀ°");

    private static readonly FrozenDictionary<char, char> Subscripts = Pairs(
        "0123456789+−=(),aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎,ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");

    public static string Of(string text, bool isSuperscript)
    {
        if (text.Length == 0)
            return "";
        var table = isSuperscript ? Superscripts : Subscripts;
        var mark = isSuperscript ? '^' : '_';
        if (text.All(table.ContainsKey))
            return string.Concat(text.Select(c => table[c]));
        return StringInfo.GetNextTextElementLength(text) == text.Length ? $"{mark}{text}" : $"{mark}({text})";
    }

    /// <summary>A number in superscript: ¹².</summary>
    public static string Superscript(int number) => Of(number.ToString(CultureInfo.InvariantCulture), isSuperscript: true);

    private static FrozenDictionary<char, char> Pairs(string from, string to) =>
        from.Zip(to).ToFrozenDictionary(pair => pair.First, pair => pair.Second);
}
