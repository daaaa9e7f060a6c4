using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Machines;

/// <summary>The containers and programs that this machine can run.</summary>
internal sealed record Machine(ContainerDecision Containers, Func<string, string?> FindProgram)
{
    /// <summary>For a manifest: every resource that can be a container is one.</summary>
    public static Machine ForManifest { get; } = new(ContainerDecision.All, _ => null);

    public bool RunsInContainer(ContainerImage image) => Containers.Resources.Contains(image.Resource);

    /// <summary>Whether containers reach the services, which listen on loopback, through Aspire's tunnel. In a compose file all are in one network.</summary>
    public bool UsesTunnel { get; init; } = true;

    /// <summary>Whether a container or a program of one of these names can run.</summary>
    public bool CanRun(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Containers.Resources.Contains(name) || FindProgram(name) is not null)
                return true;
        }

        return false;
    }

    /// <param name="settings">The operator's settings.</param>
    /// <param name="configuration">Aspire's own settings.</param>
    /// <param name="problems">Gets a sentence if the operator requires containers that cannot run.</param>
    /// <param name="report">Announces steps that take long, and resources that cannot run in a container.</param>
    public static async Task<Machine> DetectAsync(Settings settings, IConfiguration configuration, List<string> problems, Action<string> report)
    {
        var engine = settings.Containers == ContainerUse.Never || Orchestrator.Find(configuration) is not { } orchestrator
            ? null
            : await ContainerEngine.FindAsync(orchestrator, configuration["ASPIRE_CONTAINER_RUNTIME"], Programs.OnPath, EnginePatience.Standard, report);
        var containers = await ContainerDecision.MakeAsync(settings.Containers, engine, problems, report, Database.NeedsContainer(settings));
        if (containers.Note is { } note)
            report(note);
        return new Machine(containers, Programs.OnPath);
    }

    /// <summary>Makes Aspire use the engine and the image builder that were checked.</summary>
    public void ConfigureEngine(IConfiguration configuration)
    {
        if (Containers.Engine is null)
            return;

        configuration["DcpPublisher:ContainerRuntime"] ??= Containers.Engine;
        if (RunsInContainer(ContainerImage.Prometheus) || RunsInContainer(ContainerImage.Grafana))
            Environment.SetEnvironmentVariable(ContainerEngine.NewBuilderVariable, "1");
    }
}

internal static class Programs
{
    /// <summary>Returns the full path of a program, or null if it is not on the PATH.</summary>
    public static string? OnPath(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
