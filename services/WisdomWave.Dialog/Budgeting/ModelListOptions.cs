namespace WisdomWave.Dialog.Budgeting;

internal sealed class ModelListOptions
{
    /// <summary>Bound from <c>Models</c>.</summary>
    public IList<ListedModel> Models { get; } = [];
}
