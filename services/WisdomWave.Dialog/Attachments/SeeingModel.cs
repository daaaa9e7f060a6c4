namespace WisdomWave.Dialog.Attachments;

/// <summary>What the operator says about one model (<c>Models:0:Name</c>, <c>Models:0:Images</c>, …).</summary>
internal sealed class SeeingModel
{
    public string Name { get; set; } = "";

    /// <summary>Whether it looks at pictures; null leaves it to its name.</summary>
    public bool? Images { get; set; }
}
