namespace WisdomWave.Dialog.Prompting;

/// <summary>All that dialog knows of <c>Models</c>.</summary>
internal sealed class ModelListOptions
{
    /// <summary>Bound from <c>Models</c>.</summary>
    public IList<ListedModel> Models { get; } = [];
}
