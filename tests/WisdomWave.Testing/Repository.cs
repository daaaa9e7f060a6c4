namespace WisdomWave.EndToEnd;

internal static class Repository
{
    /// <summary>The folder of WisdomWave.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "WisdomWave.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
