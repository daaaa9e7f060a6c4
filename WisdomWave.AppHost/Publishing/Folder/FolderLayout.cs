using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>The places in the published folder.</summary>
internal sealed class FolderLayout(string root, string appHostDirectory)
{
    /// <summary>From a path in a run of the app host to the path in the folder.</summary>
    private readonly List<(string From, string To)> _moved = [(Path.Combine(appHostDirectory, "Monitoring"), Path.Combine(root, "monitoring"))];

    public string Root => root;

    public string AppHostDirectory => appHostDirectory;

    public string Programs => Path.Combine(root, "services");

    public string Environments => Path.Combine(root, "env");

    public string Secrets => Path.Combine(root, "secrets");

    public string Monitoring => Path.Combine(root, "monitoring");

    public string Units => Path.Combine(root, "systemd");

    public string MonitoringSource => _moved[0].From;

    public string ProgramsOf(string service) => Path.Combine(Programs, service);

    public string EnvironmentOf(string service) => Path.Combine(Environments, $"{service}.env");

    public string SecretsOf(string service) => Path.Combine(Secrets, $"{service}.env");

    /// <summary>The secrets that have another value in the network of the compose file.</summary>
    public string ComposeSecretsOf(string service) => Path.Combine(Secrets, $"{service}.compose.env");

    /// <summary>Finds a place for a file that the app host writes before it starts a resource.</summary>
    public string Add(IResource resource, WrittenFile file)
    {
        var place = file.IsSecret
            ? Path.Combine(Secrets, Path.GetFileName(file.Path))
            : Path.Combine(Monitoring, resource.Name, Path.GetFileName(file.Path));
        if (!_moved.Contains((file.Path, place)))
            _moved.Add((file.Path, place));
        return place;
    }

    /// <summary>Replaces the paths of a run in a value.</summary>
    public string Relocate(string text) => _moved.Aggregate(text, (moved, path) => moved.Replace(path.From, path.To, StringComparison.Ordinal));

    /// <summary><c>./secrets/dialog.env</c></summary>
    public string Relative(string path) => "./" + Path.GetRelativePath(root, path).Replace('\\', '/');

    public bool IsInFolder(string path) => path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>A publish replaces files, so it must not begin in a folder that holds something else.</summary>
    public void CheckTarget(List<string> problems)
    {
        if (File.Exists(root))
            problems.Add($"{root} is a file; set --output to a folder, for example /opt/wisdomwave.");
        else if (Directory.Exists(root) && !Directory.Exists(Units) && Directory.EnumerateFileSystemEntries(root).Any())
            problems.Add($"{root} holds other files; set --output to an empty folder or to one of an earlier publish, for example /opt/wisdomwave.");
    }
}
