using System.Text;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>
/// Writes the folder from the topology, which is resolved twice: with programs on loopback for systemd, and with containers in a network for
/// the compose file.
/// </summary>
internal sealed class FolderWriter(PublishCommand command, Settings settings, FolderLayout layout)
{
    /// <returns>What the operator must know.</returns>
    /// <exception cref="PublishException">The settings are not complete, or a program could not be built.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(layout.Root);
        var secrets = new SecretFiles(layout.Secrets);
        var host = await ResolvedModel.ResolveAsync(settings, command.Settings, HostMachine, isNetwork: false, secrets.Generated, cancellationToken);
        await secrets.WriteGeneratedAsync(host.GeneratedSecrets, cancellationToken);
        var network = await ResolvedModel.ResolveAsync(
            settings, command.Settings, Machine.ForManifest with { UsesTunnel = false }, isNetwork: true, host.GeneratedSecrets, cancellationToken);

        var version = await ReleaseVersion.FindAsync(layout.AppHostDirectory);
        if (command.IsBuilt)
            await new ServicePrograms(command, layout, version).PublishAsync(host.Resources.Where(resource => resource.IsService), cancellationToken);

        CopyMonitoring();
        foreach (var resource in host.Resources.Concat(network.Resources))
            await WriteFilesOfAsync(resource, cancellationToken);
        foreach (var resource in host.Resources.Where(resource => resource.HasSecrets))
            await secrets.MergeAsync(Path.GetFileName(layout.SecretsOf(resource.Name)), resource.Variables.Where(variable => variable.IsSecret), cancellationToken);
        await WriteAllAsync(layout.Environments, host.Resources.ToDictionary(
            resource => Path.GetFileName(layout.EnvironmentOf(resource.Name)), resource => PlainVariablesOf(resource)), cancellationToken);

        var units = new SystemdUnits(layout, settings);
        await WriteAllAsync(layout.Units, units.Render(host.Resources), cancellationToken);

        var compose = new ComposeFile(layout, settings, version, command.IsSelfContained);
        await File.WriteAllTextAsync(Path.Combine(layout.Root, ComposeFile.FileName), await compose.RenderAsync(host, network, secrets, cancellationToken), cancellationToken);
        Directory.CreateDirectory(layout.Programs);
        foreach (var (name, text) in compose.Dockerfiles(host.Resources))
            await File.WriteAllTextAsync(Path.Combine(layout.Root, name), text, cancellationToken);
        await secrets.CompleteAsync(cancellationToken);

        await File.WriteAllTextAsync(Path.Combine(layout.Root, FolderReadme.FileName), FolderReadme.Render(layout, settings, version), cancellationToken);
        return secrets.Hints;
    }

    /// <summary>Debian's paths, unless this machine has a program elsewhere. Grafana is not in Debian, so only an installed one is used.</summary>
    private static Machine HostMachine => new(
        ContainerDecision.None,
        name => Programs.OnPath(name) ?? (name is "redis-server" or "prometheus" ? $"/usr/bin/{name}" : null));

    private string PlainVariablesOf(ResolvedResource resource)
    {
        var text = new StringBuilder("# Written by publish; the next one replaces it. Change the settings of the app host instead.\n");
        foreach (var variable in resource.Variables.Where(variable => !variable.IsSecret))
            text.Append(EnvironmentFile.Line(variable.Name, layout.Relocate(variable.Value)));
        return text.ToString();
    }

    private void CopyMonitoring()
    {
        foreach (var file in Directory.EnumerateFiles(layout.MonitoringSource, "*", SearchOption.AllDirectories))
        {
            var copy = layout.Relocate(file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private async Task WriteFilesOfAsync(ResolvedResource resource, CancellationToken cancellationToken)
    {
        foreach (var file in resource.Resource.Annotations.OfType<WrittenFile>())
        {
            var place = layout.Add(resource.Resource, file);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await file.WriteAsync(place, cancellationToken);
        }
    }

    /// <summary>Makes these the only files of a folder: a resource that the topology no longer has must not be started.</summary>
    private static async Task WriteAllAsync(string folder, IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, cancellationToken);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !files.ContainsKey(Path.GetFileName(file))))
            File.Delete(file);
    }
}
