namespace Aspire.Hosting.Running;

internal static class ProgramPath
{
    /// <summary>The full path of a program: the path itself, or the first match on the PATH; null where there is none.</summary>
    public static string? Find(string command)
    {
        if (Path.IsPathRooted(command))
            return File.Exists(command) ? command : null;

        var names = OperatingSystem.IsWindows() ? new[] { command + ".exe", command + ".cmd", command } : [command];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
