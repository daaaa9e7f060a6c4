namespace WisdomWave.ServiceDefaults.Logging.Files;

/// <summary>The log files of a service (<c>Logging:Files</c>).</summary>
internal sealed class LogFileOptions
{
    public const string Section = "Logging:Files";

    /// <summary>Where the files are; without it there are none. The app host sets it to <c>logs</c> in the data directory.</summary>
    public string? Directory { get; set; }

    /// <summary>How long a file is kept after its day.</summary>
    public TimeSpan RetainedFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The size of one file in megabytes; beyond it, the service begins another one.</summary>
    public int FileMegabytes { get; set; } = 5;

    /// <summary>The size of all files of one service in megabytes; the oldest are removed first.</summary>
    public int TotalMegabytes { get; set; } = 200;

    internal long FileBytes => FileMegabytes * 1024L * 1024;

    internal int MostFiles => TotalMegabytes / FileMegabytes;
}
