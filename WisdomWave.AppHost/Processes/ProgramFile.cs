using System.Reflection;
using System.Xml.Linq;

namespace WisdomWave.AppHost.Processes;

/// <summary>A project's executable, at the path that the build stored in this assembly.</summary>
internal sealed record ProgramFile(string ProjectPath, string Assembly)
{
    // The inputs of our builds: C# sources, texts, settings and the playground's page.
    private static readonly string[] SourceExtensions = [".cs", ".csproj", ".resx", ".json", ".html", ".js", ".css"];

    public string Path => System.IO.Path.ChangeExtension(Assembly, OperatingSystem.IsWindows() ? ".exe" : null);

    public bool Exists => File.Exists(Path) && File.Exists(Assembly);

    /// <exception cref="InvalidOperationException">The app host has no reference to the project.</exception>
    public static ProgramFile Of(IProjectMetadata project)
    {
        var key = $"program:{project.ProjectPath}";
        var metadata = typeof(ProgramFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == key);
        return metadata?.Value is { } assembly
            ? new ProgramFile(project.ProjectPath, assembly)
            : throw new InvalidOperationException($"The build has not recorded a program for {project.ProjectPath}.");
    }

    /// <summary>Returns a source file of the project or of its references that changed after the build, or null if the build is current.</summary>
    public string? FindNewerSource()
    {
        var outputs = System.IO.Path.GetDirectoryName(Assembly)!;
        foreach (var project in ProjectsOf(ProjectPath))
        {
            var built = File.GetLastWriteTimeUtc(System.IO.Path.Combine(outputs, System.IO.Path.GetFileNameWithoutExtension(project) + ".dll"));
            if (SourcesOf(System.IO.Path.GetDirectoryName(project)!).FirstOrDefault(file => File.GetLastWriteTimeUtc(file) > built) is { } newer)
                return newer;
        }

        return null;
    }

    private static IEnumerable<string> ProjectsOf(string projectPath)
    {
        yield return projectPath;
        var directory = System.IO.Path.GetDirectoryName(projectPath)!;
        foreach (var reference in XDocument.Load(projectPath).Descendants("ProjectReference"))
        {
            foreach (var project in ProjectsOf(System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, reference.Attribute("Include")!.Value))))
                yield return project;
        }
    }

    private static IEnumerable<string> SourcesOf(string directory) =>
        Directory.EnumerateFiles(directory).Where(file => SourceExtensions.Contains(System.IO.Path.GetExtension(file)))
            .Concat(Directory.EnumerateDirectories(directory)
                .Where(folder => System.IO.Path.GetFileName(folder) is not ("bin" or "obj"))
                .SelectMany(SourcesOf));
}
