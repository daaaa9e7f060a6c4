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

    /// <summary>Adds one problem for each program that is missing and one warning for each that is older than its source.</summary>
    public static void CheckPrograms(this IDistributedApplicationBuilder builder, List<string> problems, List<string> warnings)
    {
        foreach (var project in builder.Resources.OfType<ProjectResource>().Where(p => p.HasAnnotationOfType<ExecutableAnnotation>()))
        {
            var program = ProgramFile.Of(project.GetProjectMetadata());
            if (!program.Exists)
                problems.Add($"{project.Name} has not been built: {program.Path} is missing. Build it with: dotnet build WisdomWave.AppHost");
            else if (program.FindNewerSource() is { } source)
                warnings.Add($"{project.Name} runs an old build: {source} has changed since. Build it with: dotnet build WisdomWave.AppHost");
        }
    }
}
