using System.Globalization;

namespace WisdomWave.Dialog.Localization;

/// <summary>
/// Formats counts in texts: <c>{0}</c> adds thousands separators, and <c>{0:token|tokens}</c> also adds the word in its plural form.
/// Pass identifiers as strings.
/// </summary>
/// <remarks>Plural forms follow CLDR for whole numbers: one and many in English; one, few and many in Russian.</remarks>
internal sealed class CountFormat(CultureInfo culture) : IFormatProvider, ICustomFormatter
{
    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : culture.GetFormat(formatType);

    public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
    {
        int count => Format(format, (long)count),
        long count => Format(format, count),
        IFormattable formattable => formattable.ToString(format, culture),
        _ => arg?.ToString() ?? "",
    };

    private string Format(string? format, long count)
    {
        var digits = count.ToString("N0", culture);
        return string.IsNullOrEmpty(format) ? digits : $"{digits} {FormOf(format.Split('|'), count)}";
    }

    private string FormOf(string[] forms, long count)
    {
        if (culture.TwoLetterISOLanguageName != "ru")
            return count == 1 ? forms[0] : forms[1];

        var (ones, tens) = (count % 10, count / 10 % 10);
        return tens == 1 ? forms[2]
            : ones == 1 ? forms[0]
            : ones is >= 2 and <= 4 ? forms[1]
            : forms[2];
    }
}
