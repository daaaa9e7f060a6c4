using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Machines;

/// <summary>What the machine offers to run things with.</summary>
internal sealed record Machine(ContainerDecision Containers, Func<string, string?> FindProgram)
{
    /// <summary>What a manifest describes: each part that can be a container is one.</summary>
    public static Machine OfTheManifest { get; } = new(ContainerDecision.All, _ => null);

    public bool RunsInContainer(ContainerImage image) => Containers.Resources.Contains(image.Resource);

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

    // Tells what takes long, and what cannot run in a container.
    public static async Task<Machine> LookAsync(Settings settings, IConfiguration configuration, List<string> problems, Action<string> tell)
    {
        var engine = settings.Containers == ContainerUse.Never || Orchestrator.Find(configuration) is not { } orchestrator
            ? null
            : await ContainerEngine.FindAsync(orchestrator, configuration["ASPIRE_CONTAINER_RUNTIME"], Programs.OnPath, EnginePatience.Standard, tell);
        var containers = await ContainerDecision.TakeAsync(settings.Containers, engine, problems, tell);
        if (containers.Note is { } note)
            tell(note);
        return new Machine(containers, Programs.OnPath);
    }

    /// <summary>Aspire uses the engine that was asked, and builds its tunnel's image with the builder that was asked for.</summary>
    public void ConfigureEngine(IConfiguration configuration)
    {
        if (Containers.Engine is null)
            return;

        configuration["DcpPublisher:ContainerRuntime"] ??= Containers.Engine;
        if (RunsInContainer(ContainerImage.Prometheus) || RunsInContainer(ContainerImage.Grafana))
            Environment.SetEnvironmentVariable(ContainerEngine.NewBuilderVariable, "1");
    }
}
