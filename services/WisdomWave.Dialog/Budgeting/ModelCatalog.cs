using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Budgeting;

/// <summary>The models that people can choose from.</summary>
internal sealed class ModelCatalog
{
    public ModelCatalog(IOptions<ModelOptions> model, IOptions<ModelListOptions> list)
    {
        var listed = list.Value.Models;
        var others = listed.Any(other => other.Name == model.Value.Name) ? listed : [new ListedModel { Name = model.Value.Name }, .. listed];
        Offered =
        [
            .. others.DistinctBy(other => other.Name).Select(other => new OfferedModel(
                other.Name,
                string.IsNullOrWhiteSpace(other.Title) ? other.Name : other.Title,
                Math.Min(model.Value.MaxTokens, other.ContextTokens ?? int.MaxValue),
                other.Prices)),
        ];
        Default = Offered.First(offered => offered.Name == model.Value.Name);
    }

    public IReadOnlyList<OfferedModel> Offered { get; }

    /// <summary><c>MODEL_NAME</c>; always offered.</summary>
    public OfferedModel Default { get; }

    /// <summary>Whether there is money to be told of.</summary>
    public bool HavePrices => Offered.Any(model => model.Prices is not null);

    /// <summary>The default where none is named, or one that is no longer offered.</summary>
    public OfferedModel Find(string? name) => Offered.FirstOrDefault(model => model.Name == name) ?? Default;
}
