using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>The folders outside of the published one that a resource uses, as its variables name them.</summary>
internal static class WrittenPaths
{
    /// <summary>Every folder that a variable names, whether the resource writes to it or only reads it.</summary>
    public static IEnumerable<(string Path, bool IsReadOnly)> Of(ResolvedResource resource) => resource.Variables
        .Where(variable => (variable.Name.EndsWith("_DIR", StringComparison.Ordinal) || variable.Name.EndsWith("__Directory", StringComparison.Ordinal)) && Path.IsPathRooted(variable.Value))
        .Select(variable => (Path.TrimEndingDirectorySeparator(variable.Value), variable.Name == Settings.FilesSetting))
        .Distinct();

    public static bool Contains(string folder, string path) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
