namespace WisdomWave.Ingress.Files;

/// <summary>Resolves a path through all symbolic links.</summary>
internal static class RealPath
{
    /// <summary>Limit for nested links; more of them are assumed to be a cycle.</summary>
    private const int MostLinks = 16;

    /// <summary>Null when the target does not exist or the links form a cycle.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not read the path.</exception>
    public static string? Of(string path)
    {
        try
        {
            return Of(Path.GetFullPath(path), MostLinks);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? Of(string path, int links)
    {
        var current = Path.GetPathRoot(path)!;
        foreach (var part in path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);
            var info = new FileInfo(current);
            if (info.LinkTarget is null)
                continue;
            // The target of the link may itself contain links.
            if (links == 0 || info.ResolveLinkTarget(returnFinalTarget: false) is not { } target || Of(Path.GetFullPath(target.FullName), links - 1) is not { } real)
                return null;
            current = real;
        }

        return Path.Exists(current) ? current : null;
    }
}
