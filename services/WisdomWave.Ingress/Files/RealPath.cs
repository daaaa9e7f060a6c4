namespace WisdomWave.Ingress.Files;

/// <summary>Where a path leads when every link on it is followed.</summary>
internal static class RealPath
{
    /// <summary>Links that lead to links; more of them go in circles.</summary>
    private const int MostLinks = 16;

    /// <summary>Null when nothing is there, or when its links go in circles.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not look.</exception>
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
            // What the link names may itself be reached over links.
            if (links == 0 || info.ResolveLinkTarget(returnFinalTarget: false) is not { } target || Of(Path.GetFullPath(target.FullName), links - 1) is not { } real)
                return null;
            current = real;
        }

        return Path.Exists(current) ? current : null;
    }
}
