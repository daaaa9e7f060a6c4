using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>What to start, with every value resolved.</summary>
internal sealed record CommandLine(
    string Program, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment)
{
    public static async Task<CommandLine> ForAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var args = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(args);

        var variables = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(variables);

        var arguments = new List<string>();
        foreach (var arg in args.Args)
            arguments.Add(await TextAsync(arg, cancellationToken));

        var environment = new Dictionary<string, string>();
        foreach (var (name, value) in variables.EnvironmentVariables)
            environment[name] = await TextAsync(value, cancellationToken);

        return resource switch
        {
            ExecutableResource e => new(ProgramPath.Find(e.Command) ?? throw new DistributedApplicationException($"'{e.Command}' is not on the PATH."), arguments, e.WorkingDirectory, environment),
            _ => ForProject(resource, arguments, environment),
        };
    }

    private static CommandLine ForProject(IResource resource, List<string> arguments, Dictionary<string, string> environment)
    {
        var project = resource.Annotations.OfType<IBuiltProjectMetadata>().Single();
        return new(DotnetPath(), [project.TargetPath, .. arguments], Path.GetDirectoryName(project.ProjectPath)!, environment);
    }

    private static async ValueTask<string> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? "",
        _ => value.ToString() ?? "",
    };

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.0/ → …/dotnet/dotnet: the host that runs this process, wherever the PATH points.
    private static string DotnetPath() => Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
