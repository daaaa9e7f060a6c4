namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>
/// The short form of a publish of everything that a server needs to run the services without the app host. It runs a step of our own in
/// Aspire's pipeline.
/// </summary>
/// <remarks><code>dotnet run --project WisdomWave.AppHost -- publish --output /opt/wisdomwave</code></remarks>
internal sealed record PublishCommand
{
    public const string Verb = "publish";

    /// <summary>The step in Aspire's pipeline.</summary>
    public const string Step = "folder";

    private const string Example = "publish --output /opt/wisdomwave";
    private const string OutputOption = "--output";
    private const string SelfContainedOption = "--self-contained";
    private const string NoReadyToRunOption = "--no-ready-to-run";
    private const string NoBuildOption = "--no-build";

    /// <summary>The absolute path of the folder.</summary>
    public string Output { get; private init; } = "";

    /// <summary>Whether the .NET runtime is part of each program, so that the server needs none.</summary>
    public bool IsSelfContained { get; private init; }

    /// <summary>Whether the programs are compiled for this kind of processor: they start sooner and take longer to publish.</summary>
    public bool IsReadyToRun { get; private init; } = true;

    /// <summary>Without a build only the settings and units are written again.</summary>
    public bool IsBuilt { get; private init; } = true;

    /// <summary>Settings on the command line: <c>--MAX_TOKENS=8000</c>.</summary>
    public IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>The arguments with which Aspire runs only our step.</summary>
    public string[] PipelineArguments => ["--operation", "publish", "--step", Step, "--output-path", Output, .. Settings];

    /// <returns>Null if the arguments are those of another command.</returns>
    public static PublishCommand? Parse(IReadOnlyList<string> args, List<string> problems)
    {
        if (args is not [Verb, ..])
            return null;

        var command = new PublishCommand();
        for (var i = 1; i < args.Count; i++)
        {
            command = args[i] switch
            {
                OutputOption when i + 1 < args.Count => command with { Output = args[++i].Trim() },
                var arg when arg.StartsWith(OutputOption + "=", StringComparison.Ordinal) => command with { Output = arg[(OutputOption.Length + 1)..].Trim() },
                SelfContainedOption => command with { IsSelfContained = true },
                NoReadyToRunOption => command with { IsReadyToRun = false },
                NoBuildOption => command with { IsBuilt = false },
                var arg when arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal) => command with { Settings = [.. command.Settings, arg] },
                var arg => Unknown(command, arg),
            };
        }

        if (command.Output.Length == 0)
            problems.Add($"{OutputOption} is missing; set it to the folder to write, for example {Example}.");
        return command.Output.Length == 0 ? command : command with { Output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(command.Output)) };

        PublishCommand Unknown(PublishCommand soFar, string arg)
        {
            problems.Add(arg == OutputOption
                ? $"{OutputOption} needs the folder to write, for example {Example}."
                : $"publish has no option {arg}; it has {OutputOption} DIR, {SelfContainedOption}, {NoReadyToRunOption} and {NoBuildOption}, for example {Example}.");
            return soFar;
        }
    }
}
