namespace WisdomWave.EndToEnd;

/// <summary>The tests that each start a whole application of their own: one after another, for a machine with few cores.</summary>
[CollectionDefinition]
public static class OwnApplications;
