using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(WisdomWave.EndToEnd.LongCollectionsFirst))]

namespace WisdomWave.EndToEnd;

/// <summary>
/// Begins with the collections of several classes, which take longest: a long collection that begins last would run alone. A class
/// without a collection is one of its own, with a generated name.
/// </summary>
public sealed class LongCollectionsFirst : ITestCollectionOrderer
{
    private const string Generated = "Test collection for ";

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName.StartsWith(Generated, StringComparison.Ordinal))];
}
