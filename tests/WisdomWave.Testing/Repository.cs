namespace WisdomWave.Testing;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of WisdomWave.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "WisdomWave.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
