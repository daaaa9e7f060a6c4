namespace Aspire.Hosting.Running;

internal static class Session
{
    private static readonly string? Setsid = OperatingSystem.IsWindows() ? null : ProgramPath.Find("setsid");

    /// <summary>
    /// The command that starts a program away from the terminal's Ctrl+C: as the leader of its own session where there is
    /// <c>setsid</c> (Linux), else with the signal ignored. Both become the program itself, so its process id stays.
    /// </summary>
    public static (string Program, string[] Prefix) Wrap(string program) =>
        OperatingSystem.IsWindows() ? (program, [])
        : Setsid is { } setsid ? (setsid, [program])
        : ("/bin/sh", ["-c", """trap "" INT; exec "$0" "$@" """, program]);
}
