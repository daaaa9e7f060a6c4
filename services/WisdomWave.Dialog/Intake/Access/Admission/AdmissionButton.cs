using System.Globalization;

namespace WisdomWave.Dialog.Intake.Access.Admission;

/// <summary>The data of the buttons for access requests: <c>let-me-in</c>, <c>let-in:12345</c>, <c>decline:12345</c>.</summary>
internal readonly record struct AdmissionButton(bool IsLetIn, long UserId)
{
    public const string Ask = "let-me-in";

    private const string LetIn = "let-in:";
    private const string Decline = "decline:";

    public static AdmissionButton? Parse(string data)
    {
        var isLetIn = data.StartsWith(LetIn, StringComparison.Ordinal);
        if (!isLetIn && !data.StartsWith(Decline, StringComparison.Ordinal))
            return null;

        return long.TryParse(data.AsSpan(isLetIn ? LetIn.Length : Decline.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var person)
            ? new(isLetIn, person)
            : null;
    }

    public override string ToString() => (IsLetIn ? LetIn : Decline) + UserId.ToString(CultureInfo.InvariantCulture);
}
