using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>What a message says, and the buttons under it. Compared by value.</summary>
internal sealed record ShownText(FormattedText Text, IReadOnlyList<IReadOnlyList<ReplyButton>>? Buttons = null)
{
    public bool Equals(ShownText? other) => other is not null && Text.Equals(other.Text) && Flat(Buttons).SequenceEqual(Flat(other.Buttons));

    public override int GetHashCode() => Text.GetHashCode();

    // A row ends with null.
    private static IEnumerable<ReplyButton?> Flat(IReadOnlyList<IReadOnlyList<ReplyButton>>? rows) => (rows ?? []).SelectMany(row => row.Append(null));
}
