namespace WisdomWave.Load.Processes;

/// <summary>Finds the programs to start.</summary>
internal static class Programs
{
    /// <summary>The program of a service, in the same build configuration as this program.</summary>
    /// <exception cref="LoadException">It has not been built.</exception>
    public static string OfService(string name)
    {
        // …/tests/WisdomWave.Load/bin/Release/net10.0/ → …/services/WisdomWave.Dialog/bin/Release/net10.0/WisdomWave.Dialog
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        var program = $"WisdomWave.{char.ToUpperInvariant(name[0])}{name[1..]}";
        var file = Path.Combine(
            root.FullName, "services", program, "bin", output.Parent.Name, output.Name, OperatingSystem.IsWindows() ? $"{program}.exe" : program);
        return File.Exists(file) ? file : throw new LoadException($"{file} is missing. Build it with: dotnet build -c Release tests/WisdomWave.Load");
    }

    /// <summary>A program on the PATH, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";
}
