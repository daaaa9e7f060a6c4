namespace WisdomWave.EndToEnd;

/// <summary>The application ended before it was up.</summary>
public sealed class StartFailedException(int exitCode, IReadOnlyList<string> lines)
    : Exception($"The application ended during its start with exit code {exitCode}:\n{string.Join('\n', lines)}")
{
    public int ExitCode => exitCode;

    /// <summary>What it had printed.</summary>
    public IReadOnlyList<string> Lines => lines;
}
