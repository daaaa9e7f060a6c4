namespace WisdomWave.AppHost.Tests.Fixtures;

internal static class AppHostProgram
{
    /// <summary>The file in the app host's own output directory. The copy next to the tests lacks some libraries.</summary>
    public static string File { get; } = Find();

    private static string Find()
    {
        // …/tests/WisdomWave.AppHost.Tests/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var repository = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(repository.FullName, "WisdomWave.AppHost", "bin", output.Parent.Name, output.Name, "WisdomWave.AppHost.dll");
    }
}
