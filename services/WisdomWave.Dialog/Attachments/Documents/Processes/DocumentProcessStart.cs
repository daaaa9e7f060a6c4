using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>Creates the start information that runs dialog's own program as a reading process.</summary>
internal static class DocumentProcessStart
{
    /// <summary>Variables that locate the runtime and its libraries. Others are not passed on, because they contain addresses and secrets.</summary>
    private static readonly string[] Inherited =
    [
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_ROLL_FORWARD", "DOTNET_ROLL_FORWARD_TO_PRERELEASE",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_BUNDLE_EXTRACT_BASE_DIR", "LD_LIBRARY_PATH", "SystemRoot", "windir",
    ];

    private static readonly Assembly Program = typeof(DocumentProcessStart).Assembly;

    public static ProcessStartInfo Of(long memoryLimit)
    {
        var start = new ProcessStartInfo
        {
            FileName = Host,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,

            // The trace of an overflown stack is of no use, and may be long.
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        if (!IsOwnProgram)
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{Program.GetName().Name}.dll"));
        start.ArgumentList.Add(DocumentWorker.Verb);
        SetEnvironment(start.Environment, memoryLimit);
        return start;
    }

    // Whether dialog's own executable runs. It does not under "dotnet WisdomWave.Dialog.dll", nor in tests, whose executable must not
    // be started again.
    private static bool IsOwnProgram =>
        Assembly.GetEntryAssembly() == Program && !IsDotnet(Environment.ProcessPath) && Environment.ProcessPath is not null;

    private static string Host =>
        IsOwnProgram || IsDotnet(Environment.ProcessPath) ? Environment.ProcessPath!
        // <dotnet>/shared/Microsoft.NETCore.App/10.0.0/
        : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static bool IsDotnet(string? program) =>
        string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.OrdinalIgnoreCase);

    private static void SetEnvironment(IDictionary<string, string?> environment, long memoryLimit)
    {
        var kept = Inherited.Where(environment.ContainsKey).ToDictionary(name => name, name => environment[name]);
        environment.Clear();
        foreach (var (name, value) in kept)
            environment.Add(name, value);

        // The other quarter is for code, stacks and native memory.
        environment["DOTNET_GCHeapHardLimit"] = (memoryLimit / 4 * 3).ToString("X", CultureInfo.InvariantCulture);
        environment["DOTNET_gcConcurrent"] = "0";
        environment["DOTNET_gcServer"] = "0";

        // Disables the diagnostics socket in the temporary folder.
        environment["DOTNET_EnableDiagnostics"] = "0";

        // The process is short-lived, so optimizing code later does not pay.
        environment["DOTNET_TieredPGO"] = "0";
    }
}
