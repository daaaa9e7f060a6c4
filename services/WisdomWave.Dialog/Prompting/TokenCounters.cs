using System.Collections.Concurrent;

namespace WisdomWave.Dialog.Prompting;

/// <summary>One counter for each encoding, shared: an encoding takes 0.6 s and 42 MB to load.</summary>
internal sealed class TokenCounters(ModelCatalog models)
{
    private readonly ConcurrentDictionary<string, Lazy<TokenCounter>> _byEncoding = new();

    /// <summary>Whether all models count alike: then what was counted for one holds for the others.</summary>
    public bool AreAllAlike { get; } = models.Offered.DistinctBy(model => ModelEncoding.Of(model.Name)).Count() == 1;

    public TokenCounter For(OfferedModel model) =>
        _byEncoding.GetOrAdd(ModelEncoding.Of(model.Name), encoding => new Lazy<TokenCounter>(() => new TokenCounter(encoding))).Value;
}
