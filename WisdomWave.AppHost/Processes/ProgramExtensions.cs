namespace WisdomWave.AppHost.Processes;

internal static class ProgramExtensions
{
    /// <summary>
    /// Starts the program that the build made instead of <c>dotnet run</c>, which costs about 115 MB and 3 s of CPU for each service.
    /// It also makes the process that the orchestrator knows the service itself, so that <see cref="OrderedStop"/> can signal it.
    /// A debugger still wins: an IDE session ignores this command. A rebuild in the dashboard builds to the same path.
    /// </summary>
    public static IResourceBuilder<ProjectResource> RunsOwnProgram(this IResourceBuilder<ProjectResource> project)
    {
        if (!project.ApplicationBuilder.ExecutionContext.IsRunMode)
            return project;

        var program = ProgramFile.Of(project.Resource.GetProjectMetadata());
        return project.WithAnnotation(new ExecutableAnnotation
        {
            Command = program.Path,
            WorkingDirectory = Path.GetDirectoryName(program.ProjectPath)!,
        });
    }

    /// <summary>Warns about each program that is older than its source.</summary>
    /// <returns>One sentence for each program that is missing.</returns>
    public static IReadOnlyList<string> CheckPrograms(this IDistributedApplicationBuilder builder)
    {
        var problems = new List<string>();
        foreach (var project in builder.Resources.OfType<ProjectResource>().Where(p => p.HasAnnotationOfType<ExecutableAnnotation>()))
        {
            var program = ProgramFile.Of(project.GetProjectMetadata());
            if (!program.Exists)
                problems.Add($"{project.Name} has not been built: {program.Path} is missing. Build it with: dotnet build WisdomWave.AppHost");
            else if (program.FindNewerSource() is { } source)
                Console.Error.WriteLine($"{project.Name} runs an old build: {source} has changed since. Build it with: dotnet build WisdomWave.AppHost");
        }

        return problems;
    }
}
