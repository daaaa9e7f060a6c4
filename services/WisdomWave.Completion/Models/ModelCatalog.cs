namespace WisdomWave.Completion.Models;

internal sealed class ModelCatalog
{
    /// <summary>Bound from <c>Models</c>.</summary>
    public IList<ModelOptions> Models { get; } = [];

    public ModelOptions Find(string? name) =>
        Models.FirstOrDefault(model => model.Name == name) ?? new ModelOptions { Name = name ?? "" };

    /// <summary>Who is asked when the model fails, in order. A circle ends where it began.</summary>
    public IReadOnlyList<string> StandInsOf(string name)
    {
        if (Find(name).Fallback is not { } fallback)
            return [];

        var standIns = new List<string>();
        for (var next = fallback; next is not null && next != name && !standIns.Contains(next); next = Find(next).Fallback)
            standIns.Add(next);
        return standIns;
    }
}
