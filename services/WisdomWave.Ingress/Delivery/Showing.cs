namespace WisdomWave.Ingress.Delivery;

/// <summary>How one try to show a part went.</summary>
internal readonly record struct Showing(ShowingResult Result, TimeSpan Wait = default)
{
    public static Showing Shown => new(ShowingResult.Shown);

    /// <summary>The obstacle has been taken out of the way: once more at once.</summary>
    public static Showing Again => new(ShowingResult.Again);
}
