namespace WisdomWave.AppHost.Tests;

internal static class AppHostProgram
{
    /// <summary>In the app host's own output folder. The copy next to the tests lacks the libraries that the tests bring themselves.</summary>
    public static string File { get; } = Find();

    private static string Find()
    {
        // …/tests/WisdomWave.AppHost.Tests/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var repository = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(repository.FullName, "WisdomWave.AppHost", "bin", output.Parent.Name, output.Name, "WisdomWave.AppHost.dll");
    }
}
