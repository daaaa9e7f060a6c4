namespace WisdomWave.Completion.Models;

internal sealed class ModelCatalog
{
    /// <summary>Bound from <c>Models</c>.</summary>
    public IList<ModelOptions> Models { get; } = [];

    public ModelOptions Find(string? name) =>
        Models.FirstOrDefault(model => model.Name == name) ?? new ModelOptions { Name = name ?? "" };
}
