namespace WisdomWave.Ingress.Rendering;

/// <summary>A place in a text that is being written (<see cref="FormattedTextBuilder.Anchor"/>).</summary>
internal sealed class TextAnchor(int position)
{
    public int Position { get; set; } = position;
}
